using Accrete.Blueprints;

namespace Accrete.Tests.Blueprints;

public sealed class VggTests
{
    [Theory]
    // VGG19 with one linear head: 398.1 M MACs and 20.04 M parameters at 32 x 32, 1,592.9 M MACs on TinyImageNet.
    [InlineData("vgg19", 32, 10, 398_136_320, 20_035_018)]
    [InlineData("vgg19", 64, 200, 1_592_934_400, 20_439_688)]
    [InlineData("vgg19-gap", 32, 10, 398_136_320, 20_035_018)]
    [InlineData("vgg19-gap", 64, 200, 1_592_627_200, 20_132_488)]
    [InlineData("vgg16", 32, 10, 313_201_664, 14_724_042)]
    [InlineData("vgg-small", 32, 10, 38_634_752, 288_746)]
    public void Costs_what_is_published(string name, int side, int classes, long macs, long parameters)
    {
        var blueprint = Architectures.Find(name).Build(new ImageShape(3, side, side), classes);
        Assert.Equal(macs, blueprint.ForwardMacs);
        Assert.Equal(parameters, blueprint.ParameterCount);
        Assert.Equal(classes, blueprint.Classes);
    }

    [Fact]
    public void A_training_step_sends_no_gradient_to_the_image()
    {
        var blueprint = Architectures.Find("vgg11").Build(new ImageShape(3, 32, 32), 10);
        Assert.Equal(3 * blueprint.ForwardMacs - blueprint["conv1_1"].ForwardMacs, blueprint.TrainingMacs);
    }

    [Theory]
    [InlineData("vgg11")]
    [InlineData("vgg13")]
    [InlineData("vgg16")]
    [InlineData("vgg19")]
    [InlineData("vgg-small")]
    public void Takes_any_image_size(string name)
    {
        foreach (var side in new[] { 1, 2, 7, 28, 33, 224 })
        {
            Assert.Equal(5, Architectures.Find(name).Build(new ImageShape(1, side, side + 3), 5).Classes);
        }
    }

    [Fact]
    public void Width_and_depth_scale_every_block()
    {
        var blueprint = Architectures.Find("vgg19").Build(new ImageShape(3, 32, 32), 10, width: 0.5, depth: 0.5);
        Assert.Equal(
            ["conv1_1", "conv2_1", "conv3_1", "conv3_2", "conv4_1", "conv4_2", "conv5_1", "conv5_2", "head"],
            new ChannelGroups(blueprint).All.Select(g => g.Name)
        );
        Assert.Equal(
            [32, 64, 128, 128, 256, 256, 256, 256, 10],
            new ChannelGroups(blueprint).All.Select(g => g.Channels)
        );
    }

    [Fact]
    public void An_unknown_name_gets_the_nearest_one()
    {
        var error = Assert.Throws<InvalidInputException>(() => Architectures.Find("vgg91"));
        Assert.Contains("did you mean 'vgg", error.Message, StringComparison.Ordinal);
    }
}
