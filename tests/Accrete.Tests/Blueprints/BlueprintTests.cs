using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Tests.Blueprints;

public sealed class BlueprintTests
{
    private static readonly ImageShape Shape = new(3, 8, 8);

    public static TheoryData<string, Layer[]> Misfits =>
        new()
        {
            {
                "layer 'b': reads 'nothing', which is no layer",
                [new Flatten("a", "image"), new Linear("b", "nothing", 2)]
            },
            {
                "layer 'a': reads 'b', which itself is made from 'a': a network has no cycles",
                [new Flatten("a", "b"), new Linear("b", "a", 2)]
            },
            {
                "the layer name 'a' is empty, reserved or used twice",
                [new Flatten("a", "image"), new Linear("a", "a", 2)]
            },
            {
                "the layer name 'image' is empty, reserved or used twice",
                [new Flatten("image", "image"), new Linear("b", "image", 2)]
            },
            { "the layer name '' is empty, reserved or used twice", [new Linear("", "image", 2)] },
            { "layer 'a': takes a row of features, not 3x8x8", [new Linear("a", "image", 2)] },
            { "layer 'a': a kernel of 11 does not fit into 3x8x8", [new Convolution("a", "image", 2, Kernel: 11)] },
            { "layer 'a': channels 0,", [new Convolution("a", "image", 0)] },
            { "stride 0 must be at least 1", [new Convolution("a", "image", 1, Stride: 0)] },
            { "padding -1 at least 0", [new Convolution("a", "image", 1, Padding: -1)] },
            { "layer 'a': a square of 9 pixels does not fit into 3x8x8", [new MaxPooling("a", "image", 9)] },
            { "layer 'a': a square of 0 pixels", [new MaxPooling("a", "image", 0)] },
            { "layer 'b': features 0 must be at least 1", [new Flatten("a", "image"), new Linear("b", "a", 0)] },
            { "the last layer must be a linear layer that gives the logits, not 'a'", [new Flatten("a", "image")] },
            {
                "the last layer must be a linear layer that gives the logits, not 'a'",
                [new Convolution("a", "image", 2)]
            },
            { "it has no layers", [] },
            {
                "layer 'a': is larger than any memory",
                [new Convolution("a", "image", 2, Kernel: 1, Padding: int.MaxValue)]
            },
            {
                "layer 'b': is larger than any memory",
                [new Convolution("a", "image", 100_000_000), new Flatten("b", "a"), new Linear("c", "b", 2)]
            },
            {
                "it has 10001 layers",
                [.. Enumerable.Range(0, 10_001).Select(i => new Relu($"r{i}", i == 0 ? "image" : $"r{i - 1}"))]
            },
        };

    [Theory]
    [MemberData(nameof(Misfits), DisableDiscoveryEnumeration = true)]
    public void Layers_that_do_not_fit_are_an_error_that_names_them(string says, Layer[] layers)
    {
        var error = Assert.Throws<InvalidInputException>(() => new Blueprint("x", Shape, layers));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(3, 0, 8)]
    [InlineData(-1, -1, 8)]
    public void An_empty_image_is_an_error(int channels, int height, int width)
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            new Blueprint(
                "x",
                new ImageShape(channels, height, width),
                [new Flatten("a", "image"), new Linear("b", "a", 2)]
            )
        );
        Assert.Contains("is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_parameters_and_costs_are_those_by_hand()
    {
        var blueprint = new Blueprint(
            "x",
            new ImageShape(3, 9, 7),
            [
                new Convolution("conv", "image", 4, Kernel: 3, Stride: 2, Padding: 1, Bias: true),
                new BatchNorm("norm", "conv"),
                new Relu("relu", "norm"),
                new MaxPooling("pool", "relu", 2),
                new Flatten("flat", "pool"),
                new Linear("hidden", "flat", 5, Bias: false),
                new Linear("head", "hidden", 2),
            ]
        );

        Assert.Equal(
            ["4x5x4", "4x5x4", "4x5x4", "4x2x2", "16x1x1", "5x1x1", "2x1x1"],
            blueprint.Costs.Select(c => c.Output.ToString())
        );
        Assert.Equal(
            [(4 * 3 * 9) + 4, 8, 0, 0, 0, 80, 12],
            blueprint.Costs.Select(c => c.Parameters.Where(p => p.Learned).Sum(p => p.Count))
        );
        Assert.Equal([20 * 4 * 27, 0, 0, 0, 0, 80, 10], blueprint.Costs.Select(c => c.ForwardMacs));
        Assert.Equal([2 * 20 * 4 * 27, 0, 0, 0, 0, 240, 30], blueprint.Costs.Select(c => c.TrainingMacs));
        Assert.Equal(
            (212, 2250, 4590, 2),
            (blueprint.ParameterCount, blueprint.ForwardMacs, blueprint.TrainingMacs, blueprint.Classes)
        );
        Assert.Equal(
            [
                "conv.weight",
                "conv.bias",
                "norm.weight",
                "norm.bias",
                "norm.running_mean",
                "norm.running_var",
                "hidden.weight",
                "head.weight",
                "head.bias",
            ],
            blueprint.Parameters.Select(p => p.Name)
        );
    }

    [Fact]
    public void A_gradient_is_sent_to_nothing_that_does_not_learn()
    {
        var blueprint = new Blueprint(
            "x",
            Shape,
            [
                new MaxPooling("pool", "image"),
                new Flatten("flat", "pool"),
                new Linear("hidden", "flat", 5),
                new Linear("head", "hidden", 2),
            ]
        );
        Assert.Equal(2 * blueprint["hidden"].ForwardMacs, blueprint["hidden"].TrainingMacs);
        Assert.Equal(3 * blueprint["head"].ForwardMacs, blueprint["head"].TrainingMacs);
    }

    [Fact]
    public void Equal_blueprints_have_equal_names_images_and_layers()
    {
        static Blueprint Make(string name = "x", int side = 8, int width = 4) =>
            new(
                name,
                new ImageShape(3, side, side),
                [new Convolution("a", "image", width), new Flatten("b", "a"), new Linear("c", "b", 2)]
            );
        Assert.Equal(Make(), Make());
        Assert.Equal(Make().GetHashCode(), Make().GetHashCode());
        Assert.All([Make("y"), Make(side: 9), Make(width: 5)], other => Assert.NotEqual(Make(), other));
    }

    [Theory]
    [InlineData("vgg-small", 1, "2x32-2x64-2x128")]
    [InlineData("vgg13", 0.5, "2x32-2x64-2x128-4x256")]
    [InlineData("mobilenetv2", 1, "32-16-96...1280 (35 layers)")]
    [InlineData("resnet50", 1, "3x64-2x256-2x64...2048 (53 layers)")]
    public void Widths_are_described_briefly(string name, double width, string description) =>
        Assert.Equal(description, Architectures.Find(name).Build(Shape, 10, width).DescribeWidths());

    [Fact]
    public void An_unknown_layer_is_an_error_that_lists_them()
    {
        var blueprint = new Blueprint("x", Shape, [new Flatten("a", "image"), new Linear("b", "a", 2)]);
        Assert.Contains(
            "there is no layer 'z'; it has a, b",
            Assert.Throws<InvalidInputException>(() => blueprint["z"]).Message,
            StringComparison.Ordinal
        );
        Assert.True(blueprint.Has("a"));
        Assert.False(blueprint.Has("z"));
        Assert.Equal(["b"], blueprint.Readers("a").Select(l => l.Name));
    }
}
