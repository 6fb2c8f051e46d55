using System.Collections.Concurrent;
using TorchSharp;

namespace Accrete.Extensions.Hosting;

/// <summary>
/// Threads that compute, as many as images may be classified at the same time. libtorch keeps threads and memory for
/// every thread that calls it: on those of the pool, which come and go, both would grow.
/// </summary>
internal sealed class Workers : IDisposable
{
    private readonly BlockingCollection<Action> work = [];
    private readonly Thread[] threads;

    /// <param name="name">What they are called in a debugger.</param>
    /// <param name="count">How many.</param>
    /// <param name="threadsOfEach">On how many threads libtorch computes for each.</param>
    public Workers(string name, int count, int threadsOfEach)
    {
        threads =
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => new Thread(() => Work(threadsOfEach)) { IsBackground = true, Name = $"{name} {i}" }),
        ];
        foreach (var thread in threads)
        {
            thread.Start();
        }
    }

    /// <summary>Runs something in its turn.</summary>
    /// <exception cref="OperationCanceledException">Throws if it was stopped before its turn came.</exception>
    /// <exception cref="ObjectDisposedException">Throws if there are no threads any more.</exception>
    public Task<T> Run<T>(Func<T> function, CancellationToken stop)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            work.Add(() => Answer(result, function, stop), CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(Workers));
        }

        return result.Task;
    }

    /// <summary>Ends when all that was begun has.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        foreach (var thread in threads)
        {
            thread.Join();
        }

        work.Dispose();
    }

    private static void Answer<T>(TaskCompletionSource<T> result, Func<T> function, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
        {
            result.SetCanceled(stop);
            return;
        }

        try
        {
            result.SetResult(function());
        }
#pragma warning disable CA1031 // The exception goes to the caller.
        catch (Exception e)
#pragma warning restore CA1031
        {
            result.SetException(e);
        }
    }

    private void Work(int threadsOfEach)
    {
        // libtorch keeps this number for each thread that calls it.
        torch.set_num_threads(threadsOfEach);
        foreach (var action in work.GetConsumingEnumerable())
        {
            action();
        }
    }
}
