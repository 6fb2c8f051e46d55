using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Costs;

namespace Accrete.Tests.Cli.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TrainCommandTests() => TinyTask.Write(folder);

    private string Photos => folder["photos"];

    private string Run => folder["run"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_folder_of_images_becomes_a_run_whose_model_predicts()
    {
        var trained = Train("--json");

        Assert.True(trained.Status == 0, trained.Error);
        var run = JsonDocument.Parse(trained.Output).RootElement;
        Assert.Equal(
            ["a", "b", "c"],
            run.GetProperty("dataset").GetProperty("classes").EnumerateArray().Select(c => c.GetString())
        );
        Assert.Equal(27, run.GetProperty("dataset").GetProperty("trainImages").GetInt64());
        Assert.Equal(2, run.GetProperty("stages").GetArrayLength());
        Assert.Equal(
            ["deepen", "widen"],
            run.GetProperty("stages")[1]
                .GetProperty("receipts")
                .EnumerateArray()
                .Select(r => r.GetProperty("kind").GetString())
        );
        var final = run.GetProperty("final");
        Assert.Equal(
            final.GetProperty("classAccuracy").EnumerateArray().Average(a => a.GetDouble()),
            final.GetProperty("balancedAccuracy").GetDouble(),
            12
        );
        Assert.Equal(JsonValueKind.Null, run.GetProperty("totals").GetProperty("joulesMeasured").ValueKind);
        foreach (
            var file in new[]
            {
                "plan.json",
                "run.json",
                "metrics.jsonl",
                "model.safetensors",
                "report.html",
                "stages/01/blueprint.json",
                "stages/02/model.safetensors",
                "stages/02/stage.json",
                "checkpoint/checkpoint.safetensors",
            }
        )
        {
            Assert.True(File.Exists(Path.Combine(Run, file)), file);
        }

        var predicted = Invocation.Of("predict", Run, Path.Combine(Photos, "a"));
        Assert.Equal(0, predicted.Status);
        Assert.Equal(12, predicted.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Theory]
    [InlineData("3e7macs")]
    [InlineData("2s")]
    public void A_budget_is_kept_and_told(string budget)
    {
        var trained = Train("--budget", budget, "--tensorboard", "--json");

        Assert.True(trained.Status == 0, trained.Error);
        var told = JsonDocument.Parse(trained.Output).RootElement.GetProperty("budget");
        var (asked, spent) = (
            Budget.Parse(told.GetProperty("asked").GetString()!),
            Budget.Parse(told.GetProperty("spent").GetString()!)
        );
        Assert.Equal(Budget.Parse(budget), asked);
        Assert.InRange(spent.Amount / asked.Amount, 0.6, 1.6);
        Assert.Contains("epochs fit the budget, ", trained.Error, StringComparison.Ordinal);
        Assert.Contains("Budget ", trained.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Run, "tensorboard")));
    }

    [Fact]
    public void A_stored_plan_trains_to_the_same_bytes()
    {
        Assert.Equal(0, Train().Status);
        var again = Invocation.Of("train", "--recipe", Path.Combine(Run, "plan.json"), "--out", folder["again"]);
        Assert.True(again.Status == 0, again.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Run, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(folder["again"], "model.safetensors"))
        );
    }

    [Fact]
    public void A_network_of_ones_own_is_part_of_the_plan()
    {
        var file = folder.Write("mine.json", BlueprintJson.Write(Mine()));
        var trained = Train("--network", file, "--set", "stages.1.depth=1");
        Assert.True(trained.Status == 0, trained.Error);
        Assert.Contains("mine on photos", trained.Output, StringComparison.Ordinal);

        // What the file says later, or that it is gone, is nothing to the run.
        File.WriteAllText(file, "{}");
        Assert.Equal(0, Invocation.Of("train", "--resume", "--out", Run).Status);
        File.Delete(file);
        var again = Invocation.Of("train", "--recipe", Path.Combine(Run, "plan.json"), "--out", folder["again"]);
        Assert.True(again.Status == 0, again.Error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(Run, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(folder["again"], "model.safetensors"))
        );
    }

    [Fact]
    public void A_run_does_not_go_on_with_another_blueprint()
    {
        var file = folder.Write("mine.json", BlueprintJson.Write(Mine()));
        Assert.Equal(0, Train("--network", file, "--set", "stages.1.depth=1").Status);
        var plan = Path.Combine(Run, "plan.json");
        File.Delete(Path.Combine(Run, "run.json"));
        File.WriteAllText(
            plan,
            File.ReadAllText(plan).Replace("\"epsilon\":1E-05", "\"epsilon\":1E-04", StringComparison.Ordinal)
        );

        AssertWrong(Invocation.Of("train", "--resume", "--out", Run), "plan.json");
    }

    [Fact]
    public void A_known_network_by_name_wins_over_the_recipes()
    {
        var answer = Invocation.Of(
            "plan",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            Photos,
            "--network",
            "mlp",
            "--json"
        );
        Assert.True(answer.Status == 0, answer.Error);
        Assert.Equal(
            "mlp",
            JsonDocument
                .Parse(answer.Output)
                .RootElement.GetProperty("plan")
                .GetProperty("network")
                .GetProperty("name")
                .GetString()
        );
    }

    [Fact]
    public void A_finished_run_that_is_resumed_stays_what_it_is()
    {
        Assert.Equal(0, Train().Status);
        Directory.Delete(Path.Combine(Run, "checkpoint"), recursive: true);
        Directory.Delete(Photos, recursive: true);
        var before = Contents();
        var again = Invocation.Of("train", "--resume", "--out", Run);
        Assert.Equal(0, again.Status);
        Assert.Contains("this run is finished", again.Output, StringComparison.Ordinal);
        Assert.Contains(
            Path.Combine(Run, "model.safetensors"),
            again.Output.ReplaceLineEndings(""),
            StringComparison.Ordinal
        );
        Assert.Equal(before, Contents());
    }

    [Fact]
    public void A_folder_with_another_run_is_left_alone()
    {
        Assert.Equal(0, Train().Status);
        var before = File.GetLastWriteTimeUtc(Path.Combine(Run, "run.json"));
        AssertWrong(Train(), "holds another run");
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(Run, "run.json")));
    }

    [Fact]
    public void A_resumed_run_keeps_its_plan()
    {
        Assert.Equal(0, Train().Status);
        AssertWrong(Invocation.Of("train", "--resume", "--out", Run, "--seed", "3"), "--resume");
    }

    [Fact]
    public void Changed_images_are_refused()
    {
        Assert.Equal(0, Train().Status);
        File.Delete(Path.Combine(Run, "run.json"));
        File.Delete(Path.Combine(Photos, "a", "00.png"));
        AssertWrong(Invocation.Of("train", "--resume", "--out", Run), "images changed (0 added, 1 gone: a/00.png)");
    }

    [Fact]
    public void Images_that_were_moved_are_named_anew()
    {
        Assert.Equal(0, Train().Status);
        File.Delete(Path.Combine(Run, "run.json"));
        var moved = Photos + "-moved";
        Directory.Move(Photos, moved);
        AssertWrong(Invocation.Of("train", "--resume", "--out", Run), "name their folder (--data).");
        Assert.Equal(0, Invocation.Of("train", "--resume", "--out", Run, "--data", moved).Status);
        Assert.Equal(0, Invocation.Of("evaluate", Run, "--data", moved, "--no-noise", "--corruptions", "none").Status);
    }

    [Fact]
    public void Bad_images_are_left_out_on_request()
    {
        File.WriteAllText(Path.Combine(Photos, "a", "00.png"), "no image");
        AssertWrong(Train(), "a/00.png (not a PNG");
        Assert.False(Directory.Exists(Run));
        Assert.Equal(0, Train("--skip-bad").Status);
        Assert.Equal(0, Invocation.Of("train", "--resume", "--out", Run).Status);
        Assert.Contains(
            "an image that cannot be read",
            File.ReadAllText(Path.Combine(Run, "run.json")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("holds no run", "--resume", "--out", "nowhere")]
    [InlineData("neither a folder nor", "--data", "nowhere", "--out", "nowhere")]
    [InlineData("stages.2: ", "--set", "stages.2.images=1000", "--out", "nowhere")]
    [InlineData("fewer", "--set", "stages.2.width=0.1", "--out", "nowhere")]
    [InlineData("optimiser.rate", "--set", "optimiser.rate=-1", "--out", "nowhere")]
    [InlineData("data.channels", "--set", "data.channels=2", "--out", "nowhere")]
    [InlineData(
        "--network vgg-smal: neither a file nor a known network, did you mean 'vgg-small'?",
        "--network",
        "vgg-smal",
        "--out",
        "nowhere"
    )]
    [InlineData("network.stem has a value of the wrong kind", "--set", "network.stem=tall", "--out", "nowhere")]
    [InlineData("--resume: the plan of the run is fixed", "--network", "vgg11", "--resume", "--out", "nowhere")]
    public void Wrong_input_leaves_nothing_behind(string says, params string[] arguments)
    {
        arguments = [.. arguments.Select(a => a == "nowhere" ? folder[a] : a)];
        var resumes = arguments.Contains("--resume");
        var named = resumes || arguments.Contains("--data");
        AssertWrong(
            Invocation.Of([
                "train",
                .. resumes ? [] : new[] { "--recipe", folder["recipe.toml"] },
                .. named ? [] : new[] { "--data", Photos },
                .. arguments,
            ]),
            says
        );
        Assert.False(Directory.Exists(folder["nowhere"]));
    }

    private string[] Contents() =>
        [
            .. Directory
                .EnumerateFiles(Run, "*", SearchOption.AllDirectories)
                .Order()
                .Select(f => f + File.GetLastWriteTimeUtc(f).Ticks + Convert.ToHexString(File.ReadAllBytes(f))),
        ];

    private static Blueprint Mine()
    {
        var b = new BlueprintBuilder("mine", new ImageShape(3, 12, 12));
        var x = b.Relu(b.BatchNorm(b.Convolution(Blueprint.Image, 40)));
        b.Linear(b.GlobalAveragePooling(b.Relu(b.Add([x, b.BatchNorm(b.Convolution(x, 40))]))), 3);
        return b.Build();
    }

    private Invocation Train(params string[] more) =>
        Invocation.Of(["train", "--recipe", folder["recipe.toml"], "--data", Photos, "--out", Run, .. more]);

    private static void AssertWrong(Invocation invocation, string says)
    {
        Assert.Equal(2, invocation.Status);
        Assert.Contains(says, invocation.Error, StringComparison.Ordinal);
        Assert.Single(invocation.Error.Trim().Split('\n'));
    }
}
