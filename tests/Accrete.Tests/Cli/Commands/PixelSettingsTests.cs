using System.Text.Json;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Cli.Commands;

/// <summary>Which settings of images a plan comes to, and who says so.</summary>
public sealed class PixelSettingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PixelSettingsTests()
    {
        // A quarter of an image is its middle square.
        foreach (var (name, colour) in new[] { ("ant", SKColors.Red), ("bee", SKColors.Blue) })
        {
            for (var i = 0; i < 10; i++)
            {
                folder.Write($"wide/{name}/{i}.png", Made.Png(128, 32, (x, _) => x < 32 ? colour : SKColors.White));
            }
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true, "sample")]
    [InlineData(true, "sample", "--recipe", "resnet18-cifar10")]
    [InlineData(false, "sample", "--set", "data.flip=false")]
    [InlineData(true, "sample", "--set", "data.flip=auto")]
    [InlineData(false, "OWN")]
    [InlineData(false, "OWN", "--recipe", "cifar10")]
    [InlineData(false, "OWN", "--set", "data.flip=auto")]
    [InlineData(true, "OWN", "--set", "data.flip=true")]
    [InlineData(true, "OWN", "--recipe", "FLIPS")]
    public void Named_sets_are_mirrored_and_folders_only_when_it_is_asked_for(
        bool mirrored,
        string set,
        params string[] more
    )
    {
        folder.Write("flips.toml", "[data]\nflip = true\n[[stages]]\n");
        string[] arguments = ["--data", set, .. more];
        arguments =
        [
            .. arguments.Select(a =>
                a == "OWN" ? folder["wide"]
                : a == "FLIPS" ? folder["flips.toml"]
                : a
            ),
        ];
        var plan = Json(["plan", "--json", .. arguments]).GetProperty("plan");
        Assert.Equal(mirrored, plan.GetProperty("data").GetProperty("flip").GetBoolean());
        Assert.Contains(
            mirrored ? "mirrored at random" : "not mirrored",
            Invocation.Of(["plan", .. arguments]).Output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Plans_of_earlier_versions_say_it_themselves(string flip)
    {
        folder.Write("plan.json", $$"""{"data":{"set":"sample","flip":{{flip}}},"stages":[{}]}""");
        var plan = Json("plan", "--json", "--recipe", folder["plan.json"]).GetProperty("plan");
        Assert.Equal(flip, plan.GetProperty("data").GetProperty("flip").GetRawText());
    }

    [Theory]
    [InlineData("data.flip=perhaps")]
    [InlineData("data.flip=1")]
    [InlineData("data.fit=squash")]
    [InlineData("data.fit=7")]
    [InlineData("data.balance=even")]
    [InlineData("data.balance=7")]
    public void Other_words_are_refused(string setting)
    {
        var answer = Invocation.Of("plan", "--set", setting);
        Assert.Equal(2, answer.Status);
        Assert.Contains(setting.Split('=')[0], answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_cut_off_is_said_by_plan_and_by_verify()
    {
        string[] commands =
        [
            Invocation.Of("plan", "--data", folder["wide"]).Output,
            Invocation.Of("data", "verify", folder["wide"]).Output,
        ];
        Assert.All(
            commands,
            output =>
            {
                Assert.Contains(
                    "cut to their middle square: on average 75 % of an image is",
                    output,
                    StringComparison.Ordinal
                );
                Assert.Contains("all 128x32", output, StringComparison.Ordinal);
            }
        );
        var sizes = Json("data", "verify", folder["wide"], "--json").GetProperty("sizes");
        Assert.Equal(
            (128, 0.75),
            (sizes.GetProperty("median").GetProperty("width").GetInt32(), sizes.GetProperty("cutOff").GetDouble())
        );
        Assert.DoesNotContain(
            "middle",
            Invocation.Of("plan", "--data", folder["wide"], "--set", "data.fit=pad").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_model_sees_what_it_was_trained_to_see_of_images()
    {
        // Only what lies beside the middle square tells the classes apart.
        var train = Invocation.Of(
            "train",
            "--data",
            folder["wide"],
            "--out",
            folder["run"],
            "--threads",
            "1",
            "--precision",
            "fp32",
            "--recipe",
            Tiny(),
            "--json"
        );
        Assert.True(train.Status == 0, train.Error);
        Assert.Contains("whole, stretched to a square", train.Error, StringComparison.Ordinal);
        var dataset = Json(train.Output).GetProperty("dataset");
        Assert.Equal(0, dataset.GetProperty("sizes").GetProperty("cutOff").GetDouble());
        Assert.Equal(
            "stretch",
            Json("inspect", folder["run"], "--json").GetProperty("preprocessing").GetProperty("fit").GetString()
        );
        var files = new[] { "ant", "bee" }
            .SelectMany(c => Enumerable.Range(0, 10).Select(i => folder[$"wide/{c}/{i}.png"]))
            .ToArray();
        var answers = Invocation.Of(["predict", folder["run"], .. files, "--json"]);
        Assert.Equal(0, answers.Status);
        Assert.All(
            answers.Output.TrimEnd().Split('\n').Select(Json).Index(),
            a => Assert.Equal(a.Index < 10 ? "ant" : "bee", a.Item.GetProperty("class").GetString())
        );
        Assert.Equal(
            1,
            Json(
                    "evaluate",
                    folder["run"],
                    "--data",
                    folder["wide"],
                    "--threads",
                    "1",
                    "--json",
                    "--out",
                    folder["evaluation"]
                )
                .GetProperty("models")[0]
                .GetProperty("test")
                .GetProperty("accuracy")
                .GetDouble()
        );
    }

    private string Tiny()
    {
        folder.Write(
            "tiny.toml",
            "[data]\nsize = 16\nfit = \"stretch\"\n[network]\nwidth = 0.25\n[optimiser]\nbatch = "
                + "8\n[[stages]]\nepochs = 15\n"
        );
        return folder["tiny.toml"];
    }

    private static JsonElement Json(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.True(answer.Status == 0, answer.Error);
        return Json(answer.Output);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
