using System.Diagnostics;
using Accrete.Storage;

namespace Accrete.Tests.Cli;

public sealed class KilledRunTests(ITestOutputHelper output) : IDisposable
{
    private const string Recipe = """
        name = "killed"
        precision = "fp32"
        threads = 1
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
        data = 0.1
        [[stages]]
        width = 0.75
        data = 0.2
        [[stages]]
        data = 0.3
        epochs = 2
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Killed_at_random_moments_and_resumed_a_run_ends_with_the_same_bytes()
    {
        var kills = Environment.GetEnvironmentVariable("ACCRETE_SLOW") == "1" ? 20 : 6;
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        File.WriteAllText(folder["recipe.toml"], Recipe);
        var clock = Stopwatch.StartNew();
        Finish("one", resume: false);
        var whole = clock.Elapsed;

        var random = new Random(seed);
        for (var kill = 0; kill < kills; kill++)
        {
            KillAfter(whole * (0.2 + (0.7 * random.NextDouble())));
        }

        Finish("two", RunFolder.Holds(folder["two"]));
        foreach (var file in new[] { "model.safetensors", "stages/01/model.safetensors", "stages/02/model.safetensors", "stages/03/model.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(folder["one"], file)), File.ReadAllBytes(Path.Combine(folder["two"], file)));
        }

        Assert.Equal(Numbers("one"), Numbers("two"));
        Assert.Empty(Directory.GetFiles(folder["two"], "*.partial", SearchOption.AllDirectories));
    }

    private void KillAfter(TimeSpan time)
    {
        using var process = ToolProcess.Start([], Arguments("two", RunFolder.Holds(folder["two"])));
        var said = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(time))
        {
            process.Kill();
            process.WaitForExit();
        }

        output.WriteLine($"killed after {time.TotalSeconds:f2} s: {said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}");
        Assert.DoesNotContain("error: ", error.Result, StringComparison.Ordinal);
    }

    private void Finish(string run, bool resume)
    {
        var answer = ToolProcess.Run(Arguments(run, resume));
        Assert.True(answer.Status == 0, answer.Error);
    }

    private string[] Arguments(string run, bool resume) => resume
        ? ["train", "--resume", "--out", folder[run], "--checkpoint-every", "0"]
        : ["train", "--recipe", folder["recipe.toml"], "--out", folder[run], "--checkpoint-every", "0"];

    // All lines of metrics but their times.
    private string[] Numbers(string run) =>
        [.. File.ReadAllText(Path.Combine(folder[run], "metrics.jsonl")).Split('\n', ',').Where(l => !l.Contains("\"seconds\"", StringComparison.Ordinal))];
}
