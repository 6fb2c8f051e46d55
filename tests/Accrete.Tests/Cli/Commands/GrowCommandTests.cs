using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Inference;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Tests.Cli.Commands;

public sealed class GrowCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string model;

    public GrowCommandTests() => model = MadeModel.Write(folder["model.safetensors"]);

    private string Grown => folder["grown.safetensors"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_factor_widens_every_free_group_and_the_answers_stay()
    {
        var answer = Grow("--widen", "2.5");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        Assert.StartsWith(
            $"{Grown}: vgg-small for images of 1x12x12, 4 classes",
            answer.Output,
            StringComparison.Ordinal
        );
        Assert.Matches("(?m)^ width of conv1_1 +3 +8 *$", answer.Output);
        Assert.Matches(
            @"(?m)^widen: a logit changed by at most [0-9.]+e-[0-9]+ of the largest, in train mode by ",
            answer.Output
        );
        Assert.Contains(
            "Measured on 32 drawn images, not real ones; name some with --data.",
            answer.Output,
            StringComparison.Ordinal
        );
        Assert.Equal([8, 8, 15, 15, 33, 33], Widths(Grown));
        SameLogits(model, Grown);
    }

    [Fact]
    public void A_group_is_widened_by_name_beside_the_factor_of_the_others()
    {
        Assert.Equal(0, Grow("--widen", "conv2_1=48", "--widen", "1.5", "--widen", "conv1_1=3").Status);

        Assert.Equal([3, 5, 48, 9, 20, 20], Widths(Grown));
        SameLogits(model, Grown);
    }

    [Fact]
    public void A_layer_is_put_in_with_its_norm_calibrated_on_real_images()
    {
        var photos = MadePhotos.Write(folder);

        var answer = Grow("--deepen", "conv2_2", "--widen", "conv1_1=4", "--data", photos, "--json");

        Assert.Equal((0, ""), (answer.Status, answer.Error));
        var json = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(
            ["conv2_3", "norm2_3", "relu2_3"],
            json.GetProperty("layers").EnumerateArray().Select(l => l.GetString())
        );
        Assert.Equal(
            [3, 4],
            json.GetProperty("widths").GetProperty("conv1_1").EnumerateArray().Select(w => w.GetInt32())
        );
        Assert.Equal(
            ("photos", 32),
            (json.GetProperty("measuredOn").GetString(), json.GetProperty("images").GetInt32())
        );
        Assert.Equal(
            ["deepen", "widen"],
            json.GetProperty("receipts").EnumerateArray().Select(r => r.GetProperty("kind").GetString())
        );
        Assert.All(
            json.GetProperty("receipts").EnumerateArray(),
            r => Assert.InRange(r.GetProperty("maxLogitChangeEval").GetDouble(), 0, 1e-4)
        );
        SameLogits(model, Grown);
    }

    [Fact]
    public void A_depth_makes_all_layers_of_the_architecture()
    {
        var half = Architectures.Find("vgg-small").Build(new ImageShape(1, 12, 12), 4, 0.1, 0.5);
        Write(folder["half.safetensors"], half);

        var answer = Invocation.Of(
            "grow",
            folder["half.safetensors"],
            "--deepen",
            "1.0",
            "--data",
            MadePhotos.Write(folder),
            "--out",
            Grown
        );

        Assert.True(answer.Status == 0, answer.Error);
        Assert.Contains("Put in: conv1_2, norm1_2, relu1_2, conv2_2,", answer.Output, StringComparison.Ordinal);
        Assert.Equal([3, 3, 6, 6, 13, 13], Widths(Grown));
        SameLogits(folder["half.safetensors"], Grown);
    }

    [Fact]
    public void A_residual_block_needs_no_images()
    {
        Write(folder["resnet.safetensors"], Architectures.Find("resnet20").Build(new ImageShape(1, 12, 12), 4, 0.25));

        var answer = Invocation.Of(
            "grow",
            folder["resnet.safetensors"],
            "--deepen",
            "layer3",
            "--deepen",
            "layer1.0",
            "--widen",
            "1.3",
            "--out",
            Grown
        );

        Assert.True(answer.Status == 0, answer.Error);
        Assert.Contains("layer1.0.conv1.after", answer.Output, StringComparison.Ordinal);
        Assert.Contains("layer3.3.conv1", answer.Output, StringComparison.Ordinal);
        SameLogits(folder["resnet.safetensors"], Grown);
    }

    [Fact]
    public void The_same_seed_writes_the_same_bytes()
    {
        Assert.Equal(0, Grow("--widen", "2", "--seed", "5").Status);
        Assert.Equal(
            0,
            Invocation.Of("grow", model, "--widen", "2", "--seed", "5", "--out", folder["again.safetensors"]).Status
        );
        Assert.Equal(
            0,
            Invocation.Of("grow", model, "--widen", "2", "--seed", "6", "--out", folder["other.safetensors"]).Status
        );

        Assert.Equal(File.ReadAllBytes(Grown), File.ReadAllBytes(folder["again.safetensors"]));
        Assert.NotEqual(File.ReadAllBytes(Grown), File.ReadAllBytes(folder["other.safetensors"]));
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_by_force_even_if_it_is_the_model()
    {
        AssertWrong($"{model}: is there already;", "--widen", "2", "--out", model);
        Assert.Equal(0, Invocation.Of("grow", model, "--widen", "2", "--out", model, "--force").Status);
        Assert.Equal([6, 6, 12, 12, 26, 26], Widths(model));
    }

    [Theory]
    [InlineData("--widen, --deepen: both are missing;")]
    [InlineData("--widen 0.5: give a factor from 1 to 100, or GROUP=N.", "--widen", "0.5")]
    [InlineData("--widen nan: give a factor from 1 to 100", "--widen", "nan")]
    [InlineData("--widen 3: there is a factor already, 2;", "--widen", "2", "--widen", "3")]
    [InlineData("--widen conv1_1=2: the group has 3 channels already;", "--widen", "conv1_1=2")]
    [InlineData("--widen conv1_1=two: after = comes a width", "--widen", "conv1_1=two")]
    [InlineData("--widen conv1_1=9: the group is widened twice;", "--widen", "conv1_1=8", "--widen", "conv1_1=9")]
    [InlineData(
        "blueprint 'vgg-small': there is no channel group 'conv1', did you mean 'conv1_1'?",
        "--widen",
        "conv1=8"
    )]
    [InlineData("blueprint 'vgg-small': the width of channel group 'head' is given by", "--widen", "head=8")]
    [InlineData("--widen conv1_1=2147483648: after = comes a width", "--widen", "conv1_1=2147483648")]
    [InlineData(
        "--widen, --deepen: the network would have ",
        "--widen",
        "conv1_1=2000000",
        "--widen",
        "conv1_2=2000000"
    )]
    [InlineData("--widen, --deepen: the network is as wide and as deep already;", "--widen", "1")]
    [InlineData("--widen, --deepen: the network is as wide and as deep already;", "--deepen", "1")]
    [InlineData("--deepen 0: give a factor from 0.001 to 100.", "--deepen", "0")]
    [InlineData("network 'vgg-small': has layers that the architecture lacks at a depth of 0.5;", "--deepen", "0.5")]
    [InlineData("blueprint 'vgg-small': there is no layer 'conv7_1', did you mean 'conv", "--deepen", "conv7_1")]
    [InlineData("layer 'pool2': nothing can be put in behind it", "--deepen", "pool2")]
    [InlineData(
        "--data: is missing; the new norm 'norm2_3' measures its statistics on real images, name some.",
        "--deepen",
        "relu2_2"
    )]
    [InlineData("nowhere: neither a folder nor one of sample,", "--widen", "2", "--data", "nowhere")]
    [InlineData("--least-share 0: give a number from 0.01 to 1.", "--widen", "2", "--least-share", "0")]
    public void Wrong_input_is_one_line_and_status_2_and_writes_nothing(string says, params string[] arguments)
    {
        AssertWrong(says, [.. arguments, "--out", Grown]);
        Assert.Equal([model], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_model_whose_tensors_do_not_fit_its_blueprint_is_refused()
    {
        using (var content = SafeTensors.Read(model))
        {
            using var wrong = zeros(2);
            var tensors = content.Tensors.ToDictionary(t => t.Key, t => t.Key == "head.bias" ? wrong : t.Value);
            AtomicFile.Write(
                folder["wrong.safetensors"],
                stream => SafeTensors.Write(stream, tensors, content.Metadata)
            );
        }

        var answer = Invocation.Of("grow", folder["wrong.safetensors"], "--widen", "2", "--out", Grown);
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(
            $"error: {folder["wrong.safetensors"]}: tensor 'head.bias' is [2] instead of [4]; ",
            answer.Error,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(Grown));
    }

    private Invocation Grow(params string[] arguments) => Invocation.Of(["grow", model, .. arguments, "--out", Grown]);

    private void AssertWrong(string says, params string[] arguments)
    {
        var answer = Invocation.Of(["grow", model, .. arguments]);
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(
            $"error: {says}",
            Assert.Single(answer.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal
        );
    }

    private static void Write(string path, Blueprint blueprint)
    {
        using var model = MadeModel.Make(network: new Network(blueprint, new Seed(2)));
        model.Save(path);
    }

    private static int[] Widths(string path)
    {
        using var model = Model.Load(path);
        return
        [
            .. model
                .Network.Blueprint.Costs.Where(c => c.Layer is Accrete.Blueprints.Layers.Convolution)
                .Select(c => c.Output.Channels),
        ];
    }

    private static void SameLogits(string one, string other)
    {
        using var scope = NewDisposeScope();
        var (before, after) = (Model.Load(one), Model.Load(other));
        using (before)
        using (after)
        {
            using var generator = new Generator(11);
            var images = randn(6, 1, 12, 12, generator: generator);
            Assert.Equal(before.Classes, after.Classes);
            Assert.Equal(before.Preprocessing, after.Preprocessing);
            Assert.True(Logits(before, images).allclose(Logits(after, images), 1e-3, 1e-4));
        }
    }

    private static Tensor Logits(Model model, Tensor images)
    {
        model.Network.IsTraining = false;
        return model.Network.Forward(images);
    }
}
