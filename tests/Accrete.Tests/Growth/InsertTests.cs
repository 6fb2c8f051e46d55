using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Growth;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

public sealed class InsertTests
{
    private static readonly ImageShape Shape = new(1, 16, 16);

    [Fact]
    public void Behind_a_ReLU_comes_what_made_it()
    {
        var from = Make("vgg-small", 0.1);

        var target = Insert.Behind(from, "relu2_2");

        Assert.Equal(
            [
                new Convolution("conv2_3", "relu2_2", 6),
                new BatchNorm("norm2_3", "conv2_3"),
                new Relu("relu2_3", "norm2_3"),
            ],
            Deepen.NewLayers(from, target)
        );
        Assert.Equal(["relu2_3"], target["pool2"].Layer.Sources);
        // The family's deeper member is exactly this network.
        Assert.Equal(
            target["conv2_3"].Layer,
            Architectures.Find("vgg-small").Build(Shape, 3, 0.1, 1.5)["conv2_3"].Layer
        );
    }

    [Theory]
    [InlineData("conv2_2")]
    [InlineData("norm2_2")]
    public void A_convolution_and_its_norm_stand_for_the_ReLU_behind_them(string place) =>
        Assert.Equal(Insert.Behind(Make("vgg-small", 0.1), "relu2_2"), Insert.Behind(Make("vgg-small", 0.1), place));

    [Fact]
    public void Behind_the_sum_of_a_residual_block_comes_another_one()
    {
        var from = Make("resnet20", 0.25);

        var target = Insert.Behind(from, "layer3");

        Assert.Equal(
            [
                "layer3.3.conv1",
                "layer3.3.bn1",
                "layer3.3.relu1",
                "layer3.3.conv2",
                "layer3.3.bn2",
                "layer3.3.add",
                "layer3.3.relu",
            ],
            Deepen.NewLayers(from, target).Select(l => l.Name)
        );
        Assert.Equal(new Add("layer3.3.add", ["layer3.3.bn2", "layer3.2.relu"]), target["layer3.3.add"].Layer);
        Assert.Equal(["layer3.3.relu"], target["avgpool"].Layer.Sources);
    }

    [Fact]
    public void The_first_block_of_a_stage_is_repeated_without_its_stride()
    {
        var target = Insert.Behind(Make("resnet18", 0.05), "layer2.0");

        Assert.Equal(new Convolution("layer2.0.conv1.after", "layer2.0.relu", 6), target["layer2.0.conv1.after"].Layer);
        Assert.Equal(["layer2.0.relu.after"], target["layer2.1.conv1"].Layer.Sources);
    }

    [Fact]
    public void A_place_can_be_used_again()
    {
        var twice = Insert.Behind(Insert.Behind(Make("vgg-small", 0.1), "relu1_1"), "relu1_1");

        Assert.Equal("relu1_1.after2", Assert.Single(twice["conv1_1.after"].Layer.Sources));
        Assert.Equal("relu1_1", Assert.Single(twice["conv1_1.after2"].Layer.Sources));
    }

    [Theory]
    [InlineData("vgg-small", 0.1, "relu1_1", false)]
    [InlineData("vgg11-bn", 0.02, "classifier.4", true)]
    [InlineData("vgg11-bn", 0.02, "features.27", false)]
    [InlineData("mlp", 0.02, "hidden2", true)]
    [InlineData("resnet18", 0.05, "relu", false)]
    [InlineData("resnet20", 0.25, "layer2.1", true)]
    [InlineData("resnet20", 0.25, "layer2.1.relu1", false)]
    [InlineData("resnet50", 0.03, "layer3", true)]
    [InlineData("mobilenetv2", 0.05, "features.3", true)]
    [InlineData("mobilenetv2", 0.05, "features.3.conv.0", false)]
    [InlineData("mobilenetv2", 0.05, "features.3.conv.1", false)]
    [InlineData("densenet-bc-100", 0.2, "features.denseblock1.denselayer1.relu2", false)]
    [InlineData("googlenet", 0.05, "inception3a.branch2", false)]
    public void Everywhere_the_network_keeps_its_logits(
        string network,
        double width,
        string place,
        bool exactInTraining
    )
    {
        using var scope = NewDisposeScope();
        var from = Make(network, width);
        using var trained = RandomNetworks.Trained(from, 1);
        using var deep = Deepen.To(
            trained,
            null,
            Insert.Behind(from, place),
            RandomNetworks.Images(from, 16, 1),
            new Seed(1)
        );
        var images = RandomNetworks.Images(from, 5, 2);
        foreach (var training in exactInTraining ? new[] { false, true } : [false])
        {
            trained.IsTraining = training;
            deep.Network.IsTraining = training;
            Assert.InRange(WidenTests.RelativeChange(trained.Forward(images), deep.Network.Forward(images)), 0, 1e-8);
        }
    }

    [Theory]
    [InlineData("vgg-small", "conv2_9", "there is no layer 'conv2_9', did you mean 'conv")]
    [InlineData(
        "vgg-small",
        "pool2",
        "layer 'pool2': nothing can be put in behind it: only behind a ReLU, or behind the sum of a residual "
            + "block, such as 'relu2_2'."
    )]
    [InlineData("vgg-small", "head", "layer 'head': nothing can be put in behind it")]
    [InlineData(
        "densenet-bc-100",
        "features.denseblock1.denselayer2.relu1",
        "rectifies no convolution or linear layer"
    )]
    public void Other_places_are_refused_by_name(string network, string place, string says)
    {
        var error = Assert.Throws<InvalidInputException>(() => Insert.Behind(Make(network, 0.1), place));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static Blueprint Make(string network, double width) => Architectures.Find(network).Build(Shape, 3, width);
}
