using System.Text.Json;
using Accrete.Blueprints;

namespace Accrete.Tests.Cli.Commands;

public sealed class PlanCommandTests
{
    [Fact]
    public void Shows_what_each_stage_trains_and_costs()
    {
        var answer = Invocation.Of("plan", "--precision", "fp32", "--seed", "7");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        var lines = answer.Output.Split('\n').Select(l => l.TrimEnd()).ToArray();
        Assert.StartsWith("default: vgg-small on Fashion-MNIST sample", lines[0], StringComparison.Ordinal);
        Assert.Contains("Training  12,000 images of 10 classes, 1,200 of each", lines);
        Assert.StartsWith("fp32 on cpu, seed 7,", lines[1], StringComparison.Ordinal);
        Assert.Contains("stage  widths", answer.Output, StringComparison.Ordinal);
        Assert.Contains("2x32-2x64-2x128", answer.Output, StringComparison.Ordinal);
        Assert.Contains("From scratch, the last network on all images", answer.Output, StringComparison.Ordinal);
        Assert.Contains("modelled", answer.Output, StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(l.Length <= 100, l));
    }

    [Fact]
    public void Json_is_the_resolved_plan_with_its_figures()
    {
        var root = Json("plan", "--json", "--precision", "bf16", "--threads", "3");

        var stages = root.GetProperty("stages").EnumerateArray().ToArray();
        var totals = root.GetProperty("totals");
        Assert.Equal(root.GetProperty("plan").GetProperty("stages").GetArrayLength(), stages.Length);
        Assert.Equal(
            ("bf16", 3),
            (
                root.GetProperty("plan").GetProperty("precision").GetString(),
                root.GetProperty("plan").GetProperty("threads").GetInt32()
            )
        );
        Assert.Equal(12_000, root.GetProperty("dataset").GetProperty("trainImages").GetInt32());
        Assert.Equal(
            stages.Sum(s => s.GetProperty("trainingMacs").GetInt64()),
            totals.GetProperty("trainingMacs").GetInt64()
        );
        Assert.Equal(1, stages.Sum(s => s.GetProperty("share").GetDouble()), 9);
        Assert.Equal(
            totals.GetProperty("trainingMacs").GetInt64(),
            (1 - totals.GetProperty("saving").GetDouble()) * totals.GetProperty("scratchMacs").GetInt64(),
            1e6
        );
    }

    [Fact]
    public void Pruning_to_a_share_is_in_the_forecast_unless_a_budget_spends_what_it_saves()
    {
        string[] half = ["--set", "pruning.by=pca", "pruning.macs=0.5", "pruning.from=3"];
        var root = Json(["plan", "--json", .. half]);
        var macs = root.GetProperty("stages")
            .EnumerateArray()
            .Select(s => s.GetProperty("trainingMacs").GetInt64())
            .ToArray();
        Assert.Equal(
            macs[0] + macs[1] + (macs[2] / 2.0),
            root.GetProperty("totals").GetProperty("prunedTrainingMacs").GetInt64(),
            1.0
        );
        Assert.Contains(
            "With 50.0 % of the network left from stage 3 on it takes about ",
            Invocation.Of(["plan", .. half]).Output,
            StringComparison.Ordinal
        );

        Assert.Equal(JsonValueKind.Null, Pruned(["plan", "--json", .. half, "--budget", "1.2e12macs"]).ValueKind);
        Assert.Equal(
            JsonValueKind.Null,
            Pruned("plan", "--json", "--set", "pruning.by=none", "pruning.macs=0.5").ValueKind
        );

        static JsonElement Pruned(params string[] arguments) =>
            Json(arguments).GetProperty("totals").GetProperty("prunedTrainingMacs");
    }

    [Fact]
    public void Named_options_win_over_settings_and_settings_over_the_recipe()
    {
        var plan = Json(
                "plan",
                "--json",
                "--seed",
                "5",
                "--set",
                "seed=4",
                "optimiser.batch=64",
                "--set",
                "stages.1.epochs=2"
            )
            .GetProperty("plan");

        Assert.Equal(5, plan.GetProperty("seed").GetInt32());
        Assert.Equal(64, plan.GetProperty("optimiser").GetProperty("batch").GetInt32());
        Assert.Equal(2, plan.GetProperty("stages")[0].GetProperty("epochs").GetDouble());
    }

    [Fact]
    public void A_budget_fits_the_epochs_of_all_stages()
    {
        var (free, fitted) = (Json("plan", "--json"), Json("plan", "--json", "--budget", "1.2e12macs"));
        Assert.InRange(fitted.GetProperty("totals").GetProperty("trainingMacs").GetInt64(), 1.1e12, 1.3e12);
        var factors = free.GetProperty("stages")
            .EnumerateArray()
            .Zip(
                fitted.GetProperty("stages").EnumerateArray(),
                (a, b) => b.GetProperty("epochs").GetDouble() / a.GetProperty("epochs").GetDouble()
            )
            .ToArray();
        Assert.All(factors, f => Assert.InRange(f / factors[0], 0.9, 1.1));
        var time = Invocation.Of("plan", "--budget", "3min");
        Assert.Contains(
            "A run fits the epochs to 3:00, by what a step of each stage's network takes on the machine.",
            time.Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Lists_all_keys_with_meaning_and_default()
    {
        var answer = Invocation.Of("plan", "--keys");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Matches("(?m)^ optimiser.batch +128 +batch size: number of images in a training step *$", answer.Output);
        Assert.Contains(
            Json("plan", "--keys", "--json").EnumerateArray(),
            k => k.GetProperty("key").GetString() == "stages.N.epochs"
        );
    }

    [Theory]
    [InlineData("the key 'optimiser.rat' is not known, did you mean 'optimiser.rate'?", "--set", "optimiser.rat=0.1")]
    [InlineData("--set optimiser.rate: must have the form key=value.", "--set", "optimiser.rate")]
    [InlineData("optimiser.rate is 200, but must be from", "--set", "optimiser.rate=200")]
    [InlineData("recipe 'defualt': there is no such file or recipe, did you mean 'default'?", "--recipe", "defualt")]
    [InlineData("network 'vgg91': not known, did you mean 'vgg", "--set", "network.name=vgg91")]
    [InlineData("error: /no/such/data: neither a folder nor one of sample,", "--data", "/no/such/data")]
    [InlineData("error: --seed -1: give a whole number from 0 to 2147483647.", "--seed", "-1")]
    [InlineData("error: --precision fp8: no such precision; give fp32, bf16 or auto.", "--precision", "fp8")]
    [InlineData("error: budget: is 'soon', but must be a number above 0 with a unit (s, min, h,", "--budget", "soon")]
    [InlineData("error: budget: is '5parsecs', but must be", "--set", "budget=5parsecs")]
    [InlineData("error: budget: 1000macs is less than one step of each stage takes, which is", "--budget", "1000macs")]
    [InlineData("error: default: stages.1.steps is [0], but must be", "--set", "stages.1.steps=[0]")]
    [InlineData("stages.1.steps has a value of the wrong kind", "--set", "stages.1.steps=many")]
    [InlineData("but data.sha256 asks for abc;", "--set", "data.sha256=abc")]
    public void Wrong_input_is_one_line_and_status_2(string part, params string[] arguments)
    {
        var answer = Invocation.Of(["plan", .. arguments]);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.Contains(part, Assert.Single(answer.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.Equal((0, ""), (answer.Status, answer.Error));
        return JsonDocument.Parse(answer.Output).RootElement;
    }

    [Fact]
    public void A_network_of_ones_own_has_a_recipe_that_fits_it()
    {
        using var folder = new TemporaryFolder();
        var b = new BlueprintBuilder("mine", new ImageShape(1, 28, 28));
        b.Linear(b.GlobalAveragePooling(b.Relu(b.Convolution(Blueprint.Image, 12))), 10);
        var file = folder.Write("mine.json", BlueprintJson.Write(b.Build()));

        var answer = Invocation.Of("plan", "--network", file, "--json");

        Assert.True(answer.Status == 0, answer.Error);
        using var document = JsonDocument.Parse(answer.Output);
        Assert.Equal(
            ["6", "9", "12"],
            document.RootElement.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("widths").GetString())
        );
    }
}
