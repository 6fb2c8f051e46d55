using System.Text.Json;
using Accrete.Blueprints;

namespace Accrete.Tests.Cli.Commands;

public sealed class InspectCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shows_the_layers_and_what_they_cost()
    {
        var answer = Invocation.Of("inspect", "vgg19");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.StartsWith("vgg19 for images of 3x32x32, 10 classes", answer.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^ conv1_1 +convolution +64x32x32 +1,728 +1.8 M +0.4 % *$", answer.Output);
        Assert.Matches("(?m)^ all +20,035,018 +398.1 M +100.0 % *$", answer.Output);
        Assert.All(answer.Output.Split('\n'), l => Assert.True(l.Length <= 100, l));
    }

    [Fact]
    public void Json_has_the_figures_of_every_layer()
    {
        var root = Json("vgg19", "--json");

        var layers = root.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(("vgg19", 10), (root.GetProperty("name").GetString(), root.GetProperty("classes").GetInt32()));
        Assert.Equal([3, 32, 32], root.GetProperty("input").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal(20_035_018, root.GetProperty("parameters").GetInt64());
        Assert.Equal(398_136_320, root.GetProperty("forwardMacs").GetInt64());
        Assert.Equal(398_136_320, layers.Sum(l => l.GetProperty("forwardMacs").GetInt64()));
        Assert.Equal(20_035_018, layers.Sum(l => l.GetProperty("parameters").GetInt64()));
        Assert.Equal(
            ("conv1_1", "convolution"),
            (layers[0].GetProperty("name").GetString(), layers[0].GetProperty("kind").GetString())
        );
        Assert.Equal([64, 32, 32], layers[0].GetProperty("output").EnumerateArray().Select(n => n.GetInt32()));
    }

    [Fact]
    public void A_built_in_network_takes_classes_size_channels_width_and_depth()
    {
        var root = Json(
            "vgg-small",
            "--json",
            "--classes",
            "7",
            "--size",
            "24",
            "--channels",
            "1",
            "--width",
            "0.5",
            "--depth",
            "0.5"
        );

        var expected = Architectures.Find("vgg-small").Build(new ImageShape(1, 24, 24), 7, 0.5, 0.5);
        Assert.Equal(
            (expected.ParameterCount, expected.TrainingMacs),
            (root.GetProperty("parameters").GetInt64(), root.GetProperty("trainingMacs").GetInt64())
        );
    }

    [Fact]
    public void A_model_and_a_folder_with_one_show_classes_and_preprocessing()
    {
        var model = MadeModel.Write(folder["model.safetensors"]);

        var answer = Invocation.Of("inspect", model);
        var root = Json(folder.Path, "--json");

        Assert.Contains("Classes: ant, bee, cat, dog.", answer.Output, StringComparison.Ordinal);
        Assert.Contains("less 0.4000, divided by 0.3000.", answer.Output, StringComparison.Ordinal);
        Assert.Equal(MadeModel.Classes, root.GetProperty("classNames").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(0.4f, root.GetProperty("preprocessing").GetProperty("mean")[0].GetSingle());
    }

    [Fact]
    public void A_blueprint_and_a_recipe_are_shown_too()
    {
        var blueprint = Architectures.Find("vgg11").Build(new ImageShape(3, 32, 32), 5);
        File.WriteAllText(folder["blueprint.json"], BlueprintJson.Write(blueprint));
        File.WriteAllText(folder["plan.toml"], "[[stages]]\nwidth = 0.5\n");

        Assert.Equal(
            blueprint.ParameterCount,
            Json(folder["blueprint.json"], "--json").GetProperty("parameters").GetInt64()
        );
        Assert.Equal(blueprint.ParameterCount, Json(folder.Path, "--json").GetProperty("parameters").GetInt64());
        Assert.Equal(
            [1, 28, 28],
            Json(folder["plan.toml"], "--json").GetProperty("input").EnumerateArray().Select(n => n.GetInt32())
        );
        Assert.Equal("Trouser", Json("default", "--json").GetProperty("classNames")[1].GetString());
    }

    [Fact]
    public void Groups_say_what_changes_together()
    {
        var answer = Invocation.Of("inspect", "resnet56", "--groups");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Matches(
            @"(?m)^layer1\.0\.conv1: 16 channels, free\r?\n  made by  layer1\.0\.conv1 *\r?\n"
                + @"  passes   layer1\.0\.bn1 *\r?\n  read by  layer1\.0\.conv2 *$",
            answer.Output
        );
        Assert.Matches(@"(?m)^fc: 10 channels, fixed", answer.Output);
        Assert.Matches(@"^resnet56 .*: [0-9]+ channel groups, [0-9]+ free", answer.Output);
        // The long list of a residual stage goes on below its beginning.
        Assert.Matches(@"(?m)^  made by  conv1, layer1\.0\.conv2, .*,? *\r?\n           layer1", answer.Output);
        Assert.All(answer.Output.Split('\n'), l => Assert.True(l.Length <= 120, l));
    }

    [Fact]
    public void Groups_are_in_the_document_where_they_are_asked_for()
    {
        var groups = Json("vgg-small", "--json", "--groups").GetProperty("groups").EnumerateArray().ToArray();

        var expected = new ChannelGroups(Architectures.Find("vgg-small").Build(new ImageShape(3, 32, 32), 10)).All;
        Assert.Equal(
            expected.Select(g => (g.Name, g.Channels, g.Fixed)),
            groups.Select(g =>
                (
                    g.GetProperty("name").GetString()!,
                    g.GetProperty("channels").GetInt32(),
                    g.GetProperty("fixed").GetBoolean()
                )
            )
        );
        Assert.Equal(
            expected[0].PassThroughs,
            groups[0].GetProperty("passThroughs").EnumerateArray().Select(l => l.GetString()!)
        );
        Assert.Equal(
            expected[0].Consumers,
            groups[0].GetProperty("consumers").EnumerateArray().Select(l => l.GetString()!)
        );
        Assert.Equal(
            expected[0].Producers,
            groups[0].GetProperty("producers").EnumerateArray().Select(l => l.GetString()!)
        );
        Assert.False(Json("vgg-small", "--json").TryGetProperty("groups", out _));
    }

    [Theory]
    [InlineData(
        "vgg-smal: no network, recipe, file or folder of that name, did you mean 'vgg-small'? Networks: vgg-small, ",
        "vgg-smal"
    )]
    [InlineData("/no/model.safetensors: there is no such file or folder; check the path.", "/no/model.safetensors")]
    [InlineData("--size: fits a built-in network only", "default", "--size", "3")]
    [InlineData("--width 0: give a number from 0.001 to 100.", "vgg11", "--width", "0")]
    [InlineData("TARGET: is missing; 'accrete inspect --help' says what to give.")]
    public void Wrong_input_is_one_line_and_status_2(string line, params string[] arguments)
    {
        var answer = Invocation.Of(["inspect", .. arguments]);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(
            "error: " + line,
            Assert.Single(answer.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_damaged_blueprint_and_an_empty_folder_are_named()
    {
        File.WriteAllText(folder["bad.json"], "{ \"name\": ");
        Directory.CreateDirectory(folder["empty"]);

        Assert.Contains(
            "bad.json: is no blueprint",
            Invocation.Of("inspect", folder["bad.json"]).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "empty: a folder without a run, a model or a blueprint;",
            Invocation.Of("inspect", folder["empty"]).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "layer 'sum': reads 'later', which itself is made from 'sum': a network has no cycles.",
        "sum",
        """{"kind":"add","name":"sum","inputs":["conv","later"]},{"kind":"relu","name":"later","input":"sum"}"""
    )]
    [InlineData(
        "layer 'sum': reads 'cnv', which is no layer, did you mean 'conv'?; name an earlier layer or 'image'.",
        "sum",
        """{"kind":"relu","name":"sum","input":"cnv"}"""
    )]
    [InlineData("layer 'pool': ", "pool", """{"kind":"maxPooling","name":"pool","input":"conv","side":9}""")]
    [InlineData(
        "layer 'sum': 'other' gives 6x8x8 and 'conv' gives 4x8x8; they must be of one shape.",
        "sum",
        """{"kind":"convolution","name":"other","input":"conv","channels":6},{"kind":"add","name":"sum","inputs":["conv","other"]}"""
    )]
    [InlineData("layer 'head': takes a row of features, not 4x8x8;", "conv", "")]
    public void A_blueprint_that_does_not_fit_together_is_refused_by_every_command_that_takes_one(
        string says,
        string last,
        string layers
    )
    {
        var pooled = layers.Length == 0 ? "conv" : "mean";
        var rest =
            layers.Length == 0
                ? ""
                : $$"""{{layers}},{"kind":"globalAveragePooling","name":"mean","input":"{{last}}"},""";
        var file = folder.Write(
            "mine.json",
            $$"""{"name":"mine","input":{"channels":1,"height":8,"width":8},"layers":[{"kind":"convolution","name":"conv","input":"image","channels":4},{{rest}}{"kind":"linear","name":"head","input":"{{pooled}}","features":3}]}"""
        );
        foreach (
            var command in new[]
            {
                new[] { "inspect", file },
                ["inspect", file, "--groups", "--json"],
                ["plan", "--network", file],
                ["train", "--network", file, "--out", folder["run"]],
            }
        )
        {
            var answer = Invocation.Of(command);
            Assert.Equal((2, ""), (answer.Status, answer.Output));
            Assert.StartsWith(
                $"error: {file}: {says}",
                Assert.Single(answer.Error.TrimEnd().Split('\n')),
                StringComparison.Ordinal
            );
        }

        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Latency_is_measured_beside_the_cost()
    {
        string[] small = ["vgg-small", "--size", "8", "--width", "0.1", "--latency", "--threads", "1"];
        var latency = Json([.. small, "--json"]).GetProperty("latency").EnumerateArray().ToArray();
        Assert.Equal([1, 64], latency.Select(l => l.GetProperty("batch").GetInt32()));
        Assert.All(latency, l => Assert.True(l.GetProperty("milliseconds").GetDouble() > 0));
        Assert.All(latency, l => Assert.Equal(1, l.GetProperty("threads").GetInt32()));

        var answer = Invocation.Of(["inspect", .. small]);
        Assert.Equal(0, answer.Status);
        Assert.Matches(
            @"A forward pass takes \d+\.\d\d ms for 1 image and \d+\.\d\d ms for 64 images \(float32, 1 thread\)\.",
            answer.Output.ReplaceLineEndings(" ")
        );
    }

    private static JsonElement Json(params string[] arguments)
    {
        var answer = Invocation.Of(["inspect", .. arguments]);
        Assert.Equal((0, ""), (answer.Status, answer.Error));
        return JsonDocument.Parse(answer.Output).RootElement;
    }
}
