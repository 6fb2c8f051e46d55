using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Accrete.Tests.Weaver;

/// <summary>
/// Small operations with numbers on three threads, each with a look at what came of it, while two others collect
/// without pause.
/// </summary>
internal sealed class NumberStress
{
    private const int Workers = 3;
    private const int Collectors = 2;

    private readonly ConcurrentDictionary<string, int> failures = [];
    private readonly IReadOnlyList<NumberOperation> operations;
    private readonly TimeSpan most;
    private long rounds;
    private int collections;
    private volatile bool done;

    private NumberStress(IReadOnlyList<NumberOperation> operations, TimeSpan most) =>
        (this.operations, this.most) = (operations, most);

    /// <summary>What failed and how often: an operation's name and the error, or the wrong value.</summary>
    public IReadOnlyDictionary<string, int> Failures => failures;

    public long Rounds => rounds;

    public int Collections => collections;

    /// <summary>Runs <paramref name="wanted"/> rounds of one operation each, or as many as fit into a time.</summary>
    public static NumberStress Run(IReadOnlyList<NumberOperation> operations, long wanted, TimeSpan most)
    {
        var stress = new NumberStress(operations, most);
        var collectors = Started(Collectors, _ => stress.Collect());
        foreach (var worker in Started(Workers, number => stress.Work(number, wanted)))
        {
            worker.Join();
        }

        stress.done = true;
        foreach (var collector in collectors)
        {
            collector.Join();
        }

        return stress;
    }

    public override string ToString() =>
        $"{rounds} rounds, {collections} collections, {failures.Values.Sum()} failures"
        + string.Concat(
            failures.OrderByDescending(f => f.Value).Select(f => $"{Environment.NewLine}{f.Value} x {f.Key}")
        );

    private static Thread[] Started(int count, Action<int> work)
    {
        var threads = Enumerable.Range(0, count).Select(n => new Thread(() => work(n))).ToArray();
        foreach (var thread in threads)
        {
            thread.Start();
        }

        return threads;
    }

    private void Collect()
    {
        while (!done)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            Interlocked.Increment(ref collections);
        }
    }

    private void Work(int number, long wanted)
    {
        var began = Environment.TickCount64;
        using var twos = full(64, 2f);
        var next = number * operations.Count / Workers;
        while (
            Interlocked.Increment(ref rounds) is var round
            && round <= wanted
            && Environment.TickCount64 - began < most.TotalMilliseconds
        )
        {
            using var scope = NewDisposeScope();
            Try(operations[next], twos);
            next = (next + 1) % operations.Count;
        }

        Interlocked.Decrement(ref rounds);
    }

    private void Try(NumberOperation operation, Tensor twos)
    {
        try
        {
            var mean = NumberOperation.MeanOf(operation.Apply(twos));
            if (!(Math.Abs(mean - operation.Mean) < 1e-5))
            {
                Fail($"{operation.Name}: {mean} for {operation.Mean}");
            }
        }
        catch (Exception e)
        {
            Fail($"{operation.Name}: {e.GetType().Name}: {e.Message.Split('\n')[0]}");
        }
    }

    private void Fail(string what) => failures.AddOrUpdate(what, 1, (_, count) => count + 1);
}
