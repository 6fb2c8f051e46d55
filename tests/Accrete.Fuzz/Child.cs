using System.Diagnostics;
using System.Text.Json;
using Accrete.Machine;

namespace Accrete.Fuzz;

/// <summary>
/// Tries inputs in a process of its own: takes work from its input, a line each, and says on its output what came of
/// it.
/// </summary>
/// <param name="pulse">Tells the parent which input is being tried.</param>
internal sealed class Child(Pulse pulse)
{
    private const long MostMemory = 1L << 30;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    // What is asked to stop must have done so before the time is up.
    private static readonly TimeSpan AskedToStop = TimeSpan.FromSeconds(1);

    /// <summary>Works until there is no more work.</summary>
    public static int Run(string place)
    {
        using var pulse = new Pulse(Path.Combine(place, Pulse.Name), create: false);
        var (input, output) = (Console.In, Console.Out);
        // What libraries print is no answer.
        Console.SetOut(TextWriter.Null);
        LibTorch.Load();
        TorchSharp.torch.set_num_threads(1);
        var child = new Child(pulse);
        var limited = false;
        while (input.ReadLine() is { } line)
        {
            var work = JsonSerializer.Deserialize(line, FuzzJson.Default.Work)!;
            var target = AllTargets.Find(work.Format);
            child.Warm(target);
            if (!limited)
            {
                MemoryLimit.Allow(4 * MostMemory);
                limited = true;
            }

            output.WriteLine(JsonSerializer.Serialize(child.Try(target, work), FuzzJson.Default.Tally));
            output.Flush();
        }

        return 0;
    }

    // What is made once, and code that is compiled once, belongs to no input.
    private readonly HashSet<string> warm = [];
    private readonly Dictionary<string, int> seen = [];

    private void Warm(Target target)
    {
        if (warm.Add(target.Name))
        {
            foreach (var seed in target.Seeds)
            {
                try
                {
                    target.Run(seed, CancellationToken.None);
                }
                catch (AccreteException e)
                {
                    throw new InvalidOperationException($"{target.Name}: a whole input is refused: {e.Message}", e);
                }
            }
        }
    }

    private Tally Try(Target target, Work work)
    {
        var engine = new Engine(target, work.Seed);
        var tally = Tally.None(target.Name);
        foreach (var file in work.Files)
        {
            tally = tally.And(Try(target, -1, File.ReadAllBytes(file)));
        }

        for (var number = work.From; number < work.From + work.Count; number++)
        {
            tally = tally.And(Try(target, number, engine.Input(number)));
        }

        return tally;
    }

    private Tally Try(Target target, long number, byte[] input)
    {
        var first = Once(target, number, input);
        // A busy machine, or code that is compiled for the first time, is slow once.
        var tally = first.Problems.Any(p => p.Kind is Problem.Slow or Problem.Large)
            ? Once(target, number, input)
            : first;
        return tally.Problems.Count == 0
            ? tally
            : tally with
            {
                Problems = [.. tally.Problems.Select(p => WithInput(p, input))],
            };
    }

    // Of each kind a few are kept.
    private Problem WithInput(Problem problem, byte[] input)
    {
        var place = $"{problem.Format} {problem.Signature}";
        seen[place] = seen.GetValueOrDefault(place) + 1;
        return seen[place] <= FoundInputs.MostOfAKind ? problem with { Input = input } : problem with { Text = "" };
    }

    private Tally Once(Target target, long number, byte[] input)
    {
        pulse.Begin(number, input);
        var held = MemoryLimit.Begin();
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var tally = Answer(target, number, input);
        var (wall, used, most) = (clock.Elapsed, Environment.CpuUsage.TotalTime - processor, MemoryLimit.Most() - held);
        pulse.End();
        // Where other work has the processors, only the time that this process had counts.
        var seconds = Math.Min(wall.TotalSeconds, used.TotalSeconds);
        tally = tally with
        {
            Seconds = used.TotalSeconds,
            SlowestSeconds = seconds,
            LargestMegabytes = most / (double)(1 << 20),
        };
        return seconds > MostTime.TotalSeconds
                ? tally with
                {
                    Problems =
                    [
                        .. tally.Problems,
                        Problem.Of(
                            target.Name,
                            number,
                            Problem.Slow,
                            $"took {wall.TotalSeconds:f1} s, {used.TotalSeconds:f1} s of a processor"
                        ),
                    ],
                }
            : most > MostMemory
                ? tally with
                {
                    Problems =
                    [
                        .. tally.Problems,
                        Problem.Of(target.Name, number, Problem.Large, $"took {most >> 20} MB"),
                    ],
                }
            : tally;
    }

    private static Tally Answer(Target target, long number, byte[] input)
    {
        var tally = Tally.None(target.Name) with { Inputs = 1 };
        using var stop = new CancellationTokenSource(AskedToStop);
        try
        {
            target.Run(input, stop.Token);
            return tally with { Accepted = 1 };
        }
        catch (AccreteException e)
        {
            return e.Message.Length == 0
                ? tally with
                {
                    Rejected = 1,
                    Problems = [Problem.OfMessage(target.Name, number, e)],
                }
                : tally with
                {
                    Rejected = 1,
                };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return tally with { Stopped = 1 };
        }
#pragma warning disable CA1031 // whatever else is thrown is what is looked for
        catch (Exception e)
#pragma warning restore CA1031
        {
            return tally with { Problems = [Problem.Of(target.Name, number, e)] };
        }
    }
}
