using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Accrete.Tests.Cli;
using Accrete.Tests.Cli.Commands;

namespace Accrete.Tests.Torture;

/// <summary>
/// Commands that are killed at random moments, each with nothing but SIGKILL; <c>ACCRETE_SLOW=1</c> kills each a
/// hundred times.
/// </summary>
public sealed class KilledCommandsTests : IDisposable
{
    private static readonly int Kills = Slow.IsWanted ? 100 : 3;

    private readonly ITestOutputHelper output;
    private readonly TemporaryFolder folder = new();
    private readonly Random random;

    public KilledCommandsTests(ITestOutputHelper output)
    {
        this.output = output;
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        random = new Random(seed);
        TinyTask.Write(folder);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_comparison_that_is_killed_and_started_again_ends_with_the_same_networks()
    {
        var time = TimeOf(Compare("whole"));
        string[] models =
        [
            .. Directory
                .GetFiles(folder["whole"], "model.safetensors", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder["whole"], f)),
        ];
        Assert.Equal(10, models.Length);
        for (var (kills, finished) = (0, 0); kills < Kills || finished == 0; )
        {
            // It gets through some runs in that time, and those it has are not trained again.
            if (kills < Kills && Killed(0.8 * time, Compare($"{finished}")))
            {
                kills++;
                continue;
            }

            Finish(Compare($"{finished}"));
            Assert.All(
                models,
                m =>
                    Assert.Equal(
                        File.ReadAllBytes(Path.Combine(folder["whole"], m)),
                        File.ReadAllBytes(Path.Combine(folder[$"{finished}"], m))
                    )
            );
            finished++;
        }
    }

    [Theory]
    [InlineData("evaluation", "evaluate", "--no-noise", "--corruptions", "fog", "contrast")]
    [InlineData(
        "detection",
        "detect",
        "--images",
        "6",
        "--steps",
        "2",
        "--aware-steps",
        "3",
        "--questions",
        "5",
        "--attacks",
        "fgsm",
        "pgd",
        "--epsilon",
        "64/255"
    )]
    public void A_study_that_is_killed_leaves_whole_files_and_goes_on_to_the_same_numbers(
        string name,
        params string[] command
    )
    {
        var trained = Invocation.Of(
            "train",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            folder["photos"],
            "--out",
            folder["run"]
        );
        Assert.True(trained.Status == 0, trained.Error);
        string[] study = [command[0], folder["run"], .. command[1..], "--threads", "1"];
        var before = Contents(name);
        var time = TimeOf(study);
        var right = Numbers(name);
        study = [.. study, "--resume"];
        for (var kills = 0; kills < Kills; )
        {
            File.Delete(folder[$"run/{name}.json"]);
            kills += Killed(1.1 * time, study) ? 1 : 0;
            if (File.Exists(folder[$"run/{name}.json"]))
            {
                Assert.Equal(right, Numbers(name));
            }

            Assert.Equal(before, Contents(name));
        }

        Finish(study);
        Assert.Equal(right, Numbers(name));
        Assert.EndsWith("</html>", File.ReadAllText(folder[$"run/{name}.html"]).TrimEnd(), StringComparison.Ordinal);
        string[] left =
        [
            .. Directory
                .GetFiles(folder["run"])
                .Select(f => Path.GetFileName(f)!)
                .Where(f =>
                    f.EndsWith(".partial", StringComparison.Ordinal)
                    || f.EndsWith(".owner", StringComparison.Ordinal)
                    || f.Contains("unfinished", StringComparison.Ordinal)
                ),
        ];
        Assert.Empty(left);
    }

    private string[] Compare(string name) =>
        [
            "compare",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            folder["photos"],
            "--out",
            folder[name],
            "--seeds",
            "2",
            "--arms",
            "cumulative",
            "scratch",
        ];

    // All of the run but what the study writes.
    private string[] Contents(string study) =>
        [
            .. Directory
                .EnumerateFiles(folder["run"], "*", SearchOption.AllDirectories)
                .Where(f =>
                    !Path.GetFileName(f).TrimStart('.').StartsWith(study, StringComparison.Ordinal)
                    && !Path.GetFileName(f).StartsWith("detector", StringComparison.Ordinal)
                )
                .Order()
                .Select(f => f + Convert.ToHexString(File.ReadAllBytes(f))),
        ];

    // What is no time.
    private string Numbers(string study)
    {
        var json = JsonNode.Parse(File.ReadAllText(folder[$"run/{study}.json"]))!.AsObject();
        foreach (var cost in json["costs"]?.AsArray() ?? [])
        {
            cost!.AsObject().Remove("milliseconds");
        }

        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static TimeSpan TimeOf(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        Finish(arguments);
        return clock.Elapsed;
    }

    private static void Finish(string[] arguments)
    {
        var answer = ToolProcess.Run(arguments);
        Assert.True(answer.Status == 0, answer.Error);
    }

    private bool Killed(TimeSpan within, string[] arguments)
    {
        var time = within * random.NextDouble();
        using var process = ToolProcess.Start([], arguments);
        var (error, said) = (process.StandardError.ReadToEndAsync(), process.StandardOutput.ReadToEndAsync());
        var killed = !process.WaitForExit(time);
        if (killed)
        {
            process.Kill();
            process.WaitForExit();
        }

        output.WriteLine(
            $"{(killed ? "killed" : "ended")} after {time.TotalSeconds:f2} s: "
                + $"{said.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault()}"
        );
        Assert.DoesNotContain("error: ", error.Result, StringComparison.Ordinal);
        return killed;
    }
}
