using System.Diagnostics;
using Accrete.Storage;
using Accrete.Tests.Cli;

namespace Accrete.Tests.Torture;

public sealed class KilledRunTests(ITestOutputHelper output) : IDisposable
{
    private const string Recipe = """
        name = "killed"
        precision = "bf16"
        threads = 2
        [network]
        width = 0.15
        [optimiser]
        batch = 32
        [growth]
        calibrationImages = 32
        receiptImages = 8
        [evaluation]
        everyEpochs = 1
        [[stages]]
        width = 0.5
        depth = 0.5
        data = 0.04
        [[stages]]
        width = 0.75
        data = 0.08
        [[stages]]
        data = 0.12
        epochs = 1.5
        """;

    private static readonly int Kills = Slow.IsWanted ? 100 : 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_random_moments_and_resumed_a_run_ends_with_the_same_bytes()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        File.WriteAllText(folder["recipe.toml"], Recipe);
        var work = TimeOf("one");
        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            // On the average half of the work is done when the last kill comes.
            KillAfter(work * random.NextDouble() / Kills);
        }

        Finish("two", StoredRun.Holds(folder["two"]));
        foreach (
            var file in new[]
            {
                "model.safetensors",
                "stages/01/model.safetensors",
                "stages/02/model.safetensors",
                "stages/03/model.safetensors",
            }
        )
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(folder["one"], file)),
                File.ReadAllBytes(Path.Combine(folder["two"], file))
            );
        }

        Assert.Equal(Numbers("one"), Numbers("two"));
        Assert.Empty(Directory.GetFiles(folder["two"], "*.partial", SearchOption.AllDirectories));
    }

    // From the first line that it says, when it has loaded what it needs, to the end.
    private TimeSpan TimeOf(string run)
    {
        using var process = ToolProcess.Start([], Arguments(run, resume: false));
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadLine();
        var clock = Stopwatch.StartNew();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return clock.Elapsed;
    }

    private void KillAfter(TimeSpan time)
    {
        using var process = ToolProcess.Start([], Arguments("two", StoredRun.Holds(folder["two"])));
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadLine();
        var said = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(time))
        {
            process.Kill();
            process.WaitForExit();
        }

        output.WriteLine(
            $"killed after {time.TotalSeconds:f2} s: "
                + $"{said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}"
        );
        Assert.DoesNotContain("error: ", error.Result, StringComparison.Ordinal);
    }

    private void Finish(string run, bool resume)
    {
        var answer = ToolProcess.Run(Arguments(run, resume));
        Assert.True(answer.Status == 0, answer.Error);
    }

    private string[] Arguments(string run, bool resume) =>
        resume
            ? ["train", "--resume", "--out", folder[run], "--checkpoint-every", "0"]
            : ["train", "--recipe", folder["recipe.toml"], "--out", folder[run], "--checkpoint-every", "0"];

    // All lines of metrics but their times.
    private string[] Numbers(string run) =>
        [
            .. File.ReadAllText(Path.Combine(folder[run], "metrics.jsonl"))
                .Split('\n', ',')
                .Where(l => !l.Contains("seconds\"", StringComparison.OrdinalIgnoreCase)),
        ];
}
