using System.Diagnostics;
using System.Text.Json;

namespace Accrete.Fuzz;

/// <summary>A child process as its parent sees it: it may die of an input or never come back from one.</summary>
internal sealed class ChildProcess : IDisposable
{
    // Many times what an input may take: beyond it the child does not come back.
    private static readonly TimeSpan Hangs = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BeginsWithin = TimeSpan.FromMinutes(5);

    // Memory that native libraries do not give back must not look like an input's.
    private const int MostPieces = 40;

    private readonly string place = MakePlace();
    private readonly Pulse pulse;
    private readonly Process process;
    private readonly List<string> errors = [];
    private int pieces;

    public ChildProcess()
    {
        pulse = new Pulse(Path.Combine(place, Pulse.Name), create: true);
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] self =
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
                ? [typeof(ChildProcess).Assembly.Location]
                : [];
        foreach (var argument in self.Concat(["--child", place]))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = "0x100000000";
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    /// <summary>Whether it has ended, or has done enough.</summary>
    public bool IsDone { get; private set; }

    /// <summary>
    /// Tries some inputs; where the child does not live to the end of them, what is left is given back.
    /// </summary>
    public (Tally Tally, Work? Left) Try(Work work)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(work, FuzzJson.Default.Work));
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLineAsync();
        var begun = Stopwatch.StartNew();
        while (!answer.Wait(TimeSpan.FromMilliseconds(200)))
        {
            if (pulse.Now() is { } now ? now.Since > Hangs : begun.Elapsed > BeginsWithin)
            {
                return Dead(work, "did not come back");
            }
        }

        IsDone = ++pieces >= MostPieces;
        return answer.Result is { } line
            ? (JsonSerializer.Deserialize(line, FuzzJson.Default.Tally)!, null)
            : Dead(work, "ended the process");
    }

    public void Dispose()
    {
        End();
        process.Dispose();
        pulse.Dispose();
        Directory.Delete(place, recursive: true);
    }

    // In memory where there is such a place: most inputs are files for a moment.
    private static string MakePlace()
    {
        const string memory = "/dev/shm";
        var folder = Path.Combine(
            Directory.Exists(memory) ? memory : Path.GetTempPath(),
            $"accrete-fuzz-{Guid.NewGuid():n}"
        );
        return Directory.CreateDirectory(folder).FullName;
    }

    private (Tally Tally, Work? Left) Dead(Work work, string how)
    {
        End();
        IsDone = true;
        if (pulse.Now() is not { } now)
        {
            return (
                Tally.None(work.Format) with
                {
                    Problems = [Problem.Of(work.Format, -1, Problem.Died, $"{how} before its first input: {Said()}")],
                },
                null
            );
        }

        var problem = Problem.Of(work.Format, now.Number, Problem.Died, $"{how}: {Said()}") with
        {
            Input = pulse.Input(),
        };
        // What the child found before is found again, without the input that it died of.
        var next = Math.Max(0, now.Number) + 1;
        Work? rest =
            now.Number < 0 || next >= work.From + work.Count
                ? null
                : work with
                {
                    From = next,
                    Count = work.From + work.Count - next,
                };
        return (Tally.None(work.Format) with { Inputs = Math.Max(1, next - work.From), Problems = [problem] }, rest);
    }

    private void End()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.WaitForExit();
    }

    private void Remember(string? line)
    {
        lock (errors)
        {
            if (line is not null && errors.Count < 60)
            {
                errors.Add(line);
            }
        }
    }

    private string Said()
    {
        lock (errors)
        {
            return string.Join('\n', errors);
        }
    }
}
