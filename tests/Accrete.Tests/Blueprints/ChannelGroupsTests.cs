using Accrete.Blueprints;
using Accrete.Blueprints.Layers;

namespace Accrete.Tests.Blueprints;

public sealed class ChannelGroupsTests
{
    private static readonly Blueprint Small = Architectures.Find("vgg-small").Build(new ImageShape(3, 32, 32), 10);

    private static readonly Blueprint Flat = new(
        "flat",
        new ImageShape(2, 6, 4),
        [
            new Convolution("conv", "image", 5),
            new MaxPooling("pool", "conv"),
            new Flatten("row", "pool"),
            new Linear("hidden", "row", 7),
            new Relu("relu", "hidden"),
            new Linear("head", "relu", 3),
        ]
    );

    [Fact]
    public void All_free_groups_scale_by_one_factor()
    {
        var full = Architectures.Find("resnet20").Build(new ImageShape(3, 32, 32), 10);

        Assert.Equal(
            Architectures.Find("resnet20").Build(new ImageShape(3, 32, 32), 10, 0.5),
            new ChannelGroups(full).Scaled(0.5)
        );
        Assert.All(new ChannelGroups(new ChannelGroups(full).Scaled(0.001)).Free, g => Assert.Equal(1, g.Channels));
        Assert.Equal((3, 10), (full.Input.Channels, new ChannelGroups(full).Scaled(3).Classes));
    }

    [Fact]
    public void Each_convolution_makes_a_group_that_its_norm_passes_and_the_next_layer_consumes()
    {
        var groups = new ChannelGroups(Small).All;
        Assert.Equal(
            ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1", "conv3_2", "head"],
            groups.Select(g => g.Name)
        );
        Assert.Equal([32, 32, 64, 64, 128, 128, 10], groups.Select(g => g.Channels));
        foreach (var (group, next) in groups.Zip(groups.Skip(1)))
        {
            Assert.Equal([group.Name], group.Producers);
            Assert.Equal([group.Name.Replace("conv", "norm", StringComparison.Ordinal)], group.PassThroughs);
            Assert.Equal([next.Name], group.Consumers);
            Assert.False(group.Fixed);
        }

        Assert.True(groups[^1].Fixed);
        Assert.Empty(groups[^1].Consumers);
    }

    [Fact]
    public void Behind_a_flatten_each_channel_is_a_block_of_its_pixels()
    {
        var groups = new ChannelGroups(Flat);
        Assert.Equal([new ChannelSpan("conv", 5, 1)], groups.Output("pool"));
        Assert.Equal([new ChannelSpan("conv", 5, 6)], groups.Output("row"));
        Assert.Equal([new ChannelSpan("conv", 5, 6)], Along(groups, "hidden"));
        Assert.Equal([new ChannelSpan("hidden", 7, 1)], Along(groups, "head"));
        Assert.Equal([new ChannelSpan("image", 2, 1)], Along(groups, "conv"));
        Assert.Equal(["hidden"], groups.All[0].Consumers);
    }

    [Fact]
    public void Widths_change_the_groups_that_are_named()
    {
        var wider = new ChannelGroups(Flat).WithWidths(new Dictionary<string, int> { ["conv"] = 9 });
        Assert.Equal([9, 7, 3], new ChannelGroups(wider).All.Select(g => g.Channels));
        Assert.Equal([7, 54], wider["hidden"].Parameters[0].Shape);
        Assert.Equal(Flat, new ChannelGroups(Flat).WithWidths(new Dictionary<string, int>()));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("pool")]
    [InlineData("head")]
    [InlineData("image")]
    public void A_group_that_is_unknown_or_fixed_cannot_change(string group)
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            new ChannelGroups(Flat).WithWidths(new Dictionary<string, int> { [group] = 9 })
        );
        Assert.Contains($"'{group}'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_without_channels_is_an_error_that_names_the_layer()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            new ChannelGroups(Flat).WithWidths(new Dictionary<string, int> { ["conv"] = 0 })
        );
        Assert.Contains("layer 'conv'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(17, true)]
    [InlineData(28, false)]
    public void Concats_of_concats_end_in_groups_or_in_one_error(int count, bool fits)
    {
        var b = new BlueprintBuilder("nested", new ImageShape(1, 4, 4));
        var x = b.Relu(Blueprint.Image);
        for (var i = 0; i < count; i++)
        {
            x = b.Concat([x, x]);
        }

        b.Linear(b.GlobalAveragePooling(x), 2);
        if (fits)
        {
            Assert.Equal(1 << count, new ChannelGroups(b.Build()).Output(x).Count);
        }
        else
        {
            Assert.Contains(
                "pieces",
                Assert.Throws<InvalidInputException>(() => new ChannelGroups(b.Build())).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Sums_of_long_concats_that_are_shifted_against_each_other_end()
    {
        var b = new BlueprintBuilder("shifted", new ImageShape(3, 4, 4));
        var (one, other) = (b.Convolution(Blueprint.Image, 5), b.Convolution(Blueprint.Image, 8));
        for (var i = 0; i < 13; i++)
        {
            (one, other) = (b.Concat([one, other]), b.Concat([other, one]));
        }

        b.Linear(b.GlobalAveragePooling(b.Add([one, other])), 2);
        // All channels are one group of width 1 in the end, or there are too many pieces to look at.
        var error = Record.Exception(() => Assert.Contains(new ChannelGroups(b.Build()).All, g => g.Channels == 1));
        Assert.True(error is null or InvalidInputException, $"{error}");
    }

    [Fact]
    public void Thousands_of_layers_take_no_longer_than_they_must()
    {
        var blueprint = Architectures.Find("resnet18").Build(new ImageShape(3, 32, 32), 10, 0.05, 100);
        Assert.InRange(blueprint.Layers.Count, 4000, 10_000);
        Assert.True(new ChannelGroups(blueprint).All.Count > 800);
        Assert.True(Accrete.Networks.ForwardOrder.Of(blueprint).Count == blueprint.Layers.Count);
        Assert.True(Accrete.Costs.Demand.Of(blueprint).Operations > 0);
    }

    [Fact]
    public void A_convolution_in_as_many_groups_as_channels_is_no_ladder_of_halves()
    {
        var b = new BlueprintBuilder("grouped", new ImageShape(3, 1, 1));
        b.Linear(
            b.GlobalAveragePooling(b.Convolution(b.Convolution(Blueprint.Image, 30_000, 1), 30_000, 1, groups: 30_000)),
            2
        );
        Assert.Equal(30_000, new ChannelGroups(b.Build()).Output("conv2").Count);
    }

    private static IReadOnlyList<ChannelSpan> Along(ChannelGroups groups, string layer, int axis = 1) =>
        groups.Along(groups.Blueprint[layer].Layer, groups.Blueprint[layer].Parameters[0], axis);
}
