using Accrete.Blueprints;
using Accrete.Growth;

namespace Accrete.Tests.Growth;

public sealed class FamilyTests
{
    private static readonly ImageShape Shape = new(3, 32, 32);

    [Theory]
    [InlineData("vgg19", Stem.Auto)]
    [InlineData("resnet18", Stem.Small)]
    [InlineData("resnet18", Stem.Large)]
    [InlineData("resnet20", Stem.Auto)]
    [InlineData("resnet50", Stem.Large)]
    [InlineData("mobilenetv2", Stem.Small)]
    [InlineData("mlp", Stem.Auto)]
    public void A_member_becomes_the_deeper_one_of_its_width_and_stem(string name, Stem stem)
    {
        var architecture = Architectures.Find(name);
        Assert.Equal(
            architecture.Build(Shape, 5, 0.5, 1, stem),
            Family.Deeper(architecture.Build(Shape, 5, 0.5, 0.5, stem), 1)
        );
    }

    [Fact]
    public void A_pruned_network_keeps_its_widths_and_new_layers_are_in_proportion()
    {
        var groups = new ChannelGroups(Architectures.Find("resnet18").Build(Shape, 5, 1, 0.5));
        var pruned = groups.WithWidths(new Dictionary<string, int> { ["layer1.0.conv1"] = 3, ["conv1"] = 10 });

        var deeper = Family.Deeper(pruned, 1);

        Assert.Equal((3, 10), (deeper["layer1.0.conv1"].Output.Channels, deeper["layer1.1.conv2"].Output.Channels));
        Assert.InRange(deeper["layer4.1.conv1"].Output.Channels, 450, 511);
    }

    [Fact]
    public void What_has_no_such_member_is_refused()
    {
        var vgg = Architectures.Find("vgg-small").Build(Shape, 5);
        Fails("network 'vgg-small': has layers that the architecture lacks at a depth of 0.5;", vgg, 0.5);
        Fails("network 'mine': is of no architecture known by name", new Blueprint("mine", vgg.Input, vgg.Layers), 1);
    }

    private static void Fails(string says, Blueprint from, double depth)
    {
        var error = Assert.Throws<InvalidInputException>(() => Family.Deeper(from, depth));
        Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
    }
}
