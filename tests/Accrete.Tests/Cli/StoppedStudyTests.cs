using System.Diagnostics;
using System.Text.Json.Nodes;
using Accrete.Storage;
using Accrete.Tests.Cli.Commands;

namespace Accrete.Tests.Cli;

/// <summary>The tool is stopped in the middle of a study, and goes on.</summary>
public sealed class StoppedStudyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new();

    public StoppedStudyTests()
    {
        TinyTask.Write(folder);
        Assert.Equal(
            0,
            Invocation
                .Of("train", "--recipe", folder["recipe.toml"], "--data", folder["photos"], "--out", folder["run"])
                .Status
        );
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("evaluation", "evaluate", "--images", "8")]
    [InlineData(
        "detection",
        "detect",
        "--images",
        "6",
        "--steps",
        "2",
        "--aware-steps",
        "1000",
        "--questions",
        "5",
        "--attacks",
        "fgsm",
        "pgd",
        "--epsilon",
        "64/255"
    )]
    public void It_says_what_is_kept_and_the_command_that_goes_on(string name, params string[] command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send");
        string[] study = [command[0], folder["run"], .. command[1..], "--threads", "1"];
        var state = StudyFile.PathIn(folder["run"], name);

        var stopped = Stopped(study, state);

        Assert.Matches(
            $"^Stopped, with [0-9]+ parts? of the study kept. Go on with: accrete {command[0]} --resume "
                + $"{folder["run"]} {string.Join(' ', study[2..])}$",
            stopped
        );
        Refused(
            $"{state}: holds what a study that was not finished has found; go on with it, or "
                + "delete this file to begin anew (--resume).",
            study
        );
        Refused(
            $"{state}: belongs to a study with other settings: seed 1, and now 7. Give those to go on with it, "
                + "or delete this file to begin anew.",
            [.. study, "--resume", "--seed", "7"]
        );
        Assert.True(File.Exists(state));
        var resumed = ToolProcess.Run([.. study, "--resume"]);
        Assert.Equal((0, ""), (resumed.Status, resumed.Error));
        Assert.StartsWith($"Going on with {state}: ", resumed.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(state));
        var found = Numbers(folder["run"], name);
        AssertFinished(name, study);
        var anew = ToolProcess.Run([.. study, "--resume", "--out", folder["anew"]]);
        Assert.Equal(
            (0, $"note: {folder["anew"]}: no unfinished study is there, so this one begins anew.\n"),
            (anew.Status, anew.Error)
        );
        Assert.Equal(Numbers(folder["anew"], name), found);
        Assert.Empty(Directory.GetFiles(folder["run"], "*.owner"));
    }

    private void AssertFinished(string name, string[] study)
    {
        var file = folder[$"run/{name}.json"];
        var results = File.ReadAllBytes(file);
        Finished();
        Refused(
            $"{file}: holds the results of a study that is finished, and it is not known to be this one: seed "
                + "1, and now 7. Begin anew to put new results in their place, or choose another folder "
                + "(--resume, --out).",
            [.. study, "--resume", "--seed", "7"]
        );
        File.WriteAllText(file, "{}");
        Assert.Contains("is damaged", ToolProcess.Run([.. study, "--resume"]).Error, StringComparison.Ordinal);
        File.WriteAllBytes(file, results);
        if (name == "detection")
        {
            var detector = File.ReadAllBytes(folder["run/detector.safetensors"]);
            File.Delete(folder["run/detector.safetensors"]);
            Finished(
                $"note: {folder["run"]}: had no detector, or that of another study; it has the one of this "
                    + "study again.\n"
            );
            Assert.Equal(detector, File.ReadAllBytes(folder["run/detector.safetensors"]));
        }

        void Finished(string note = "")
        {
            var answer = ToolProcess.Run([.. study, "--resume"]);
            Assert.Equal((0, note), (answer.Status, answer.Error));
            Assert.StartsWith(
                $"{folder["run"]}: this study is finished; nothing is left to measure.",
                answer.Output,
                StringComparison.Ordinal
            );
            Assert.Equal(results, File.ReadAllBytes(file));
        }
    }

    private static string Stopped(string[] study, string state)
    {
        using var process = ToolProcess.Start([], study);
        var (said, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var clock = Stopwatch.StartNew();
        while (!File.Exists(state) && !process.HasExited && clock.Elapsed < Patience)
        {
            Thread.Sleep(1);
        }

        ToolProcess.Send("INT", process);
        Assert.True(process.WaitForExit(Patience));
        Assert.Equal(130, process.ExitCode);
        _ = said.Result;
        return error.Result.TrimEnd();
    }

    private static void Refused(string says, string[] study)
    {
        var answer = ToolProcess.Run(study);
        Assert.Equal((2, $"error: {says}\n"), (answer.Status, answer.Error));
    }

    // What is no time.
    private static string Numbers(string folder, string name)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.json")))!.AsObject();
        foreach (var cost in json["costs"]?.AsArray() ?? [])
        {
            cost!.AsObject().Remove("milliseconds");
        }

        return json.ToJsonString();
    }
}
