using System.Text.Json;
using Accrete.Inference;

namespace Accrete.Tests.Cli.Commands;

public sealed class PruneCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string model;

    public PruneCommandTests() => model = MadeModel.Write(folder["model.safetensors"]);

    private string Pruned => folder["pruned.safetensors"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("l1")]
    [InlineData("gamma")]
    [InlineData("random")]
    public void Without_images_weights_decide(string criterion)
    {
        var answer = Prune("--keep", "0.5", "--by", criterion);

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.Matches("(?m)^ width of conv3_1 +13 +7 *$", answer.Output);
        Assert.Matches(@"(?m)^prune: a logit changed by at most .* pruning is not exact\.", answer.Output);
        Assert.DoesNotContain("test accuracy", answer.Output, StringComparison.Ordinal);
        Assert.Equal([2, 2, 3, 3, 7, 7], Widths(Pruned));
    }

    [Theory]
    [InlineData("pca")]
    [InlineData("density")]
    [InlineData("taylor")]
    public void With_images_the_accuracy_before_and_after_is_shown(string criterion)
    {
        var answer = Prune(
            "--keep",
            "0.5",
            "--by",
            criterion,
            "--data",
            MadePhotos.Write(folder),
            "--images",
            "16",
            "--json"
        );

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        var json = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(2, json.GetProperty("testAccuracy").GetArrayLength());
        Assert.All(json.GetProperty("testAccuracy").EnumerateArray(), a => Assert.InRange(a.GetDouble(), 0, 1));
        Assert.Equal("photos", json.GetProperty("measuredOn").GetString());
        Assert.Equal(
            "prune",
            Assert.Single(json.GetProperty("receipts").EnumerateArray()).GetProperty("kind").GetString()
        );
        Assert.True(json.GetProperty("parameters")[1].GetInt64() < json.GetProperty("parameters")[0].GetInt64());
        Assert.Equal([2, 2, 3, 3, 7, 7], Widths(Pruned));
    }

    [Fact]
    public void With_images_principal_components_decide_by_default_and_a_threshold_how_many()
    {
        var photos = MadePhotos.Write(folder);
        Assert.Equal(0, Prune("--threshold", "0.9", "--data", photos, "--images", "16").Status);
        Assert.Equal(
            0,
            Invocation
                .Of(
                    "prune",
                    model,
                    "--by",
                    "pca",
                    "--threshold",
                    "0.9",
                    "--data",
                    photos,
                    "--images",
                    "16",
                    "--out",
                    folder["again.safetensors"]
                )
                .Status
        );

        Assert.Equal(File.ReadAllBytes(Pruned), File.ReadAllBytes(folder["again.safetensors"]));
        Assert.True(Widths(Pruned).Sum() < 44);
    }

    [Fact]
    public void All_channels_stay_where_all_are_kept()
    {
        Assert.Equal(0, Prune("--keep", "1", "--by", "l1").Status);
        Assert.Equal(File.ReadAllBytes(model), File.ReadAllBytes(Pruned));
    }

    [Fact]
    public void Floor_and_multiple_bound_the_widths()
    {
        Assert.Equal(0, Prune("--keep", "0.3", "--by", "l1", "--floor", "6", "--multiple", "3").Status);
        Assert.Equal([3, 3, 6, 6, 6, 6], Widths(Pruned));
    }

    [Theory]
    [InlineData("--by: is missing; name l1, gamma or random, or give images with --data.", "--keep", "0.5")]
    [InlineData(
        "--by l2: not known, did you mean 'l1'?; give pca, density, l1, gamma, taylor, random.",
        "--keep",
        "0.5",
        "--by",
        "l2"
    )]
    [InlineData("--by none: not known", "--keep", "0.5", "--by", "none")]
    [InlineData(
        "--by pca: looks at images; name some with --data, or choose l1, gamma or random.",
        "--keep",
        "0.5",
        "--by",
        "pca"
    )]
    [InlineData("--by density: looks at images;", "--by", "density")]
    [InlineData("--by taylor: looks at images;", "--threshold", "0.5", "--by", "taylor")]
    [InlineData("--keep, --threshold: both are missing;", "--by", "l1")]
    [InlineData("--keep, --threshold: both say", "--by", "l1", "--keep", "0.5", "--threshold", "0.9")]
    [InlineData("--threshold: density has none", "--by", "density", "--threshold", "0.9")]
    [InlineData("--keep 0: give a number from 0.001 to 1.", "--by", "l1", "--keep", "0")]
    [InlineData("--keep -0.5: give a number from 0.001 to 1.", "--by", "l1", "--keep", "-0.5")]
    [InlineData("--keep 1.1: give a number from 0.001 to 1.", "--by", "l1", "--keep", "1.1")]
    [InlineData("--keep nan: give a number from 0.001 to 1.", "--by", "l1", "--keep", "nan")]
    [InlineData(
        "Fashion-MNIST sample: 'T-shirt/top', 'Trouser', 'Pullover' and 7 more are not classes of the model,",
        "--by",
        "l1",
        "--keep",
        "0.5",
        "--data",
        "sample"
    )]
    [InlineData("--images 1: give a whole number from 2", "--keep", "0.5", "--images", "1")]
    public void Wrong_input_is_one_line_and_status_2_and_writes_nothing(string says, params string[] arguments)
    {
        var answer = Prune(arguments);

        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(
            $"error: {says}",
            Assert.Single(answer.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal
        );
        Assert.Equal([model], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force()
    {
        File.WriteAllText(Pruned, "mine");

        Assert.Equal(2, Prune("--keep", "0.5", "--by", "l1").Status);
        Assert.Equal("mine", File.ReadAllText(Pruned));
        Assert.Equal(0, Prune("--keep", "0.5", "--by", "l1", "--force").Status);
        Assert.Equal([2, 2, 3, 3, 7, 7], Widths(Pruned));
    }

    private Invocation Prune(params string[] arguments) =>
        Invocation.Of(["prune", model, .. arguments, "--out", Pruned]);

    private static int[] Widths(string path)
    {
        using var model = Model.Load(path);
        var network = model.Network;
        return
        [
            .. network
                .Blueprint.Costs.Where(c => c.Layer is Accrete.Blueprints.Layers.Convolution)
                .Select(c => c.Output.Channels),
        ];
    }
}
