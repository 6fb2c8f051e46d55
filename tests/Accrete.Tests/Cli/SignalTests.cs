using System.Diagnostics;
using System.Globalization;
using Accrete.Storage;
using Accrete.Tests.Cli.Commands;

namespace Accrete.Tests.Cli;

/// <summary>
/// The tool is asked to end, in whatever it does; what ends it where it does not stop by itself is tested in
/// <see cref="InterruptionTests"/>.
/// </summary>
public sealed class SignalTests(SignalTests.Trained trained, ITestOutputHelper output)
    : IClassFixture<SignalTests.Trained>,
        IDisposable
{
    // Two seconds are promised; a machine that does other work beside may take longer over each of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly Dictionary<string, int> Signals = new()
    {
        ["HUP"] = 129,
        ["INT"] = 130,
        ["TERM"] = 143,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train", "--recipe", "RECIPE", "--data", "PHOTOS", "--out", "new", "--set", "stages.2.epochs=3000")]
    [InlineData("compare", "--recipe", "RECIPE", "--data", "PHOTOS", "--out", "new", "--set", "stages.2.epochs=3000")]
    [InlineData("plan", "--recipe", "RECIPE", "--data", "PHOTOS")]
    [InlineData("evaluate", "RUN", "--threads", "1")]
    [InlineData("detect", "RUN", "--threads", "1", "--aware-steps", "10000")]
    [InlineData("predict", "RUN", "PHOTOS", "--threads", "1")]
    [InlineData("inspect", "vgg19", "--size", "224", "--latency", "--threads", "1")]
    [InlineData("inspect", "RUN", "--groups")]
    [InlineData("grow", "RUN", "--widen", "2", "--out", "grown.safetensors", "--data", "PHOTOS")]
    [InlineData("prune", "RUN", "--keep", "0.5", "--out", "pruned.safetensors", "--data", "PHOTOS")]
    [InlineData("export", "RUN", "--out", "model.onnx")]
    [InlineData("report", "RUN")]
    [InlineData("data", "verify", "PHOTOS")]
    [InlineData("doctor")]
    public void Every_command_stops_and_says_what_is_left(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        var random = new Random();
        foreach (
            var (signal, status) in Slow.IsWanted
                ? [.. Signals, .. Signals, .. Signals]
                : random.GetItems(Signals.ToArray(), 1)
        )
        {
            // Loading takes a second, more on a machine that does other work.
            AssertStops(signal, status, TimeSpan.FromSeconds(3 * random.NextDouble()), [.. arguments.Select(Filled)]);
        }
    }

    private void AssertStops(string signal, int status, TimeSpan after, string[] arguments)
    {
        using var process = ToolProcess.Start([], arguments);
        var (said, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.WaitForExit(after);
        ToolProcess.Send(signal, process);
        var clock = Stopwatch.StartNew();
        var ended = process.WaitForExit(Patience);
        if (!ended)
        {
            process.Kill();
            process.WaitForExit();
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"SIG{signal} after {after.TotalSeconds:f2} s: {process.ExitCode} in "
                    + $"{clock.Elapsed.TotalSeconds:f2} s; {error.Result.TrimEnd()}"
            )
        );
        Assert.True(ended, $"SIG{signal} after {after.TotalSeconds:f2} s does not end it");
        // It was done before, or was stopped, perhaps before it could say so.
        Assert.Contains(process.ExitCode, new[] { 0, status });
        Assert.DoesNotContain("error: ", error.Result, StringComparison.Ordinal);
        if (process.ExitCode == status && error.Result.Length > 0)
        {
            Assert.Single(error.Result.Split('\n'), l => l.StartsWith("Stopped", StringComparison.Ordinal));
        }

        Assert.Equal(
            error.Result.Contains("with a checkpoint", StringComparison.Ordinal),
            arguments[0] == "train" && error.Result.Length > 0 && StoredRun.HasCheckpoint(folder["new"])
        );
        if (Directory.Exists(folder["new"]))
        {
            Directory.Delete(folder["new"], recursive: true);
        }

        _ = said.Result;
    }

    private string Filled(string argument) =>
        argument switch
        {
            "RECIPE" => trained.Folder["recipe.toml"],
            "PHOTOS" => trained.Folder["photos"],
            "RUN" => trained.Folder["run"],
            "new" or "grown.safetensors" or "pruned.safetensors" or "model.onnx" => Path.Combine(
                folder.Path,
                argument == "new" ? argument : $"{Guid.NewGuid()}-{argument}"
            ),
            _ => argument,
        };

    public sealed class Trained : IDisposable
    {
        public Trained()
        {
            TinyTask.Write(Folder);
            Assert.Equal(
                0,
                Invocation
                    .Of("train", "--recipe", Folder["recipe.toml"], "--data", Folder["photos"], "--out", Folder["run"])
                    .Status
            );
        }

        internal TemporaryFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
