using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Blueprints;

public sealed class ArchitecturesTests
{
    public static TheoryData<string> Names => [.. Architectures.Names];

    [Theory]
    // torchvision's documentation of its weights: parameters, and billions of multiply-accumulates ("GFLOPS") at 224 x
    // 224.
    [InlineData("resnet18", 11_689_512, 1.81)]
    [InlineData("resnet34", 21_797_672, 3.66)]
    [InlineData("resnet50", 25_557_032, 4.09)]
    [InlineData("mobilenetv2", 3_504_872, 0.30)]
    [InlineData("densenet121", 7_978_856, 2.83)]
    [InlineData("googlenet", 6_624_904, 1.50)]
    [InlineData("vgg11-bn", 132_868_840, 7.61)]
    [InlineData("vgg13-bn", 133_053_736, 11.31)]
    [InlineData("vgg16-bn", 138_365_992, 15.47)]
    [InlineData("vgg19-bn", 143_678_248, 19.63)]
    public void Costs_what_torchvision_says(string name, long parameters, double billions)
    {
        var blueprint = Architectures.Find(name).Build(new ImageShape(3, 224, 224), 1000);
        Assert.Equal(parameters, blueprint.ParameterCount);
        Assert.Equal(billions, Math.Round(blueprint.ForwardMacs / 1e9, 2));
    }

    [Theory]
    // He et al. (2016), table 6: 0.27 M, 0.46 M, 0.85 M and 1.7 M parameters. With n blocks a stage, the
    // multiply-accumulates are 443,008 for both ends, 2n x 2,359,296 for the first stage and (2n - 1/2) x 2,359,296 for
    // each of the others.
    [InlineData("resnet20", 269_722, 40_551_040)]
    [InlineData("resnet32", 464_154, 68_862_592)]
    [InlineData("resnet56", 853_018, 125_485_696)]
    [InlineData("resnet110", 1_727_962, 252_887_680)]
    // Huang et al. (2017), table 2: 0.8 M parameters. A dense layer that reads c channels costs 48c + 5,184
    // multiply-accumulates a pixel.
    [InlineData("densenet-bc-100", 769_162, 287_929_692)]
    // By hand: 3,072 x 512 + 2 x 512 x 512 + 512 x 10, and the biases.
    [InlineData("mlp", 2_103_818, 2_102_272)]
    public void Costs_on_small_images_what_is_published(string name, long parameters, long macs)
    {
        var blueprint = Architectures.Find(name).Build(new ImageShape(3, 32, 32), 10);
        Assert.Equal(parameters, blueprint.ParameterCount);
        Assert.Equal(macs, blueprint.ForwardMacs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Takes_any_image_size(string name)
    {
        foreach (var side in new[] { 1, 2, 7, 8, 28, 33, 96, 224 })
        {
            foreach (var stem in new[] { Stem.Auto, Stem.Large })
            {
                Assert.Equal(
                    5,
                    Architectures.Find(name).Build(new ImageShape(1, side, side + 3), 5, 0.05, 0.5, stem).Classes
                );
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shallower_member_has_a_part_of_the_layers(string name)
    {
        static HashSet<string> Layers(string name, double depth) =>
            [.. Architectures.Find(name).Build(new ImageShape(3, 32, 32), 10, 0.1, depth).Layers.Select(l => l.Name)];
        var (half, full, twice) = (Layers(name, 0.5), Layers(name, 1), Layers(name, 2));
        Assert.Subset(full, half);
        Assert.Subset(twice, full);
        Assert.Equal(name != "googlenet", half.Count < full.Count && full.Count < twice.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_width_has_the_same_layers_and_channel_groups(string name)
    {
        foreach (var stem in new[] { Stem.Small, Stem.Large })
        {
            var (narrow, full) = (
                Architectures.Find(name).Build(new ImageShape(3, 64, 64), 10, 0.5, stem: stem),
                Architectures.Find(name).Build(new ImageShape(3, 64, 64), 10, stem: stem)
            );
            var tiny = Architectures.Find(name).Build(new ImageShape(3, 64, 64), 10, 0.05, stem: stem);
            Assert.Equal(full.Layers.Select(l => l.Name), narrow.Layers.Select(l => l.Name));
            Assert.Equal(full.Layers.Select(l => l.Name), tiny.Layers.Select(l => l.Name));
            Assert.Equal(
                new ChannelGroups(full).All.Select(g => g.Name),
                new ChannelGroups(narrow).All.Select(g => g.Name)
            );
            Assert.True(narrow.ParameterCount < full.ParameterCount);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_small_member_gives_finite_logits(string name)
    {
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        using var network = new Network(Architectures.Find(name).Build(new ImageShape(3, 16, 16), 7, 0.1), new Seed(1));
        using var generator = new Generator(1);
        var images = randn(4, 3, 16, 16, generator: generator);
        foreach (var training in new[] { true, false })
        {
            network.IsTraining = training;
            var logits = network.Forward(images);
            Assert.Equal([4, 7], logits.shape);
            Assert.True(logits.isfinite().all().ToBoolean());
        }
    }

    [Fact]
    public void Shortcuts_without_parameters_put_zeros_on_both_sides()
    {
        var blueprint = Architectures.Find("resnet20").Build(new ImageShape(3, 32, 32), 10);
        Assert.Equal(
            new ZeroChannels("layer3.0.shortcut.zeros", "layer3.0.shortcut.pool", 16, 16),
            blueprint["layer3.0.shortcut.zeros"].Layer
        );
        Assert.Equal(
            new ZeroChannels("layer2.0.shortcut.zeros", "layer2.0.shortcut.pool", 0, 1),
            Architectures.Find("resnet20").Build(new ImageShape(3, 32, 32), 10, 0.05)["layer2.0.shortcut.zeros"].Layer
        );
    }

    [Fact]
    public void A_small_stem_keeps_the_size_of_images()
    {
        static ImageShape Seen(string name, string layer) =>
            Architectures.Find(name).Build(new ImageShape(3, 32, 32), 10)[layer].Output;
        Assert.Equal(new(64, 32, 32), Seen("resnet18", "layer1.0.relu"));
        Assert.Equal(new(24, 32, 32), Seen("mobilenetv2", "features.3.add"));
        Assert.Equal(new(256, 32, 32), Seen("densenet121", "features.denseblock1.denselayer6.concat"));
        Assert.Equal(new(256, 32, 32), Seen("googlenet", "inception3a.concat"));
    }

    [Fact]
    public void Blocks_beyond_the_full_depth_are_named_apart()
    {
        var blueprint = Architectures.Find("mobilenetv2").Build(new ImageShape(3, 32, 32), 10, depth: 1.5);
        Assert.True(blueprint.Has("features.extra2_3.conv.0.0"));
        Assert.False(blueprint.Has("features.extra2_2.conv.0.0"));
        Assert.True(
            Architectures.Find("vgg11-bn").Build(new ImageShape(3, 32, 32), 10, depth: 2).Has("features.extra1_2.0")
        );
    }
}
