using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Tests.Peers;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Blueprints;

public sealed class TorchvisionArchitecturesTests
{
    private static readonly Dictionary<string, string> OurNames = new()
    {
        ["resnet18"] = "resnet18",
        ["resnet34"] = "resnet34",
        ["resnet50"] = "resnet50",
        ["mobilenet_v2"] = "mobilenetv2",
        ["densenet121"] = "densenet121",
        ["googlenet"] = "googlenet",
        ["vgg19_bn"] = "vgg19-bn",
    };

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_torchvision()
    {
        var theirs = TorchvisionPeer.Shapes([.. OurNames.Keys]);
        foreach (var (their, our) in OurNames)
        {
            var parameters = Architectures.Find(our).Build(new ImageShape(3, 224, 224), 1000).Parameters;
            Assert.Equal(
                theirs[their].Order(),
                parameters.Select(p => $"{p.Name} {string.Join('x', p.Shape)}").Order()
            );
        }
    }

    [Fact]
    public void Logits_are_those_of_torchvision_with_the_same_weights()
    {
        // VGG is not asked: on images of 64 pixels it flattens another map than torchvision does.
        const int Side = 64;
        var theirs = TorchvisionPeer.Logits(Side, [.. OurNames.Keys.Where(n => n is not ("vgg19_bn" or "resnet34"))]);
        foreach (var (their, expected) in theirs)
        {
            using var scope = NewDisposeScope();
            using var nothing = no_grad();
            var blueprint = Architectures
                .Find(OurNames[their])
                .Build(new ImageShape(3, Side, Side), 1000, stem: Stem.Large);
            using var network = new Network(
                blueprint,
                blueprint.Parameters.ToDictionary(p => p.Name, Weights),
                ScalarType.Float64
            );
            network.IsTraining = false;
            var difference = (network.Forward(Pattern([1, 3, Side, Side], 1)).flatten() - tensor(expected))
                .abs()
                .max()
                .ToDouble();
            Assert.True(difference < 1e-9 * expected.Max(Math.Abs), $"{their}: {difference}");
        }
    }

    // The same as in Peers/torchvision_networks.py.
    private static Tensor Weights(ParameterSpec spec)
    {
        var values = Pattern(spec.Shape, spec.Name.Length);
        if (spec.Shape.Count > 1)
        {
            return values * Math.Sqrt(4.0 * spec.Shape[0] / spec.Count);
        }

        return
            spec.Name.EndsWith("weight", StringComparison.Ordinal)
            || spec.Name.EndsWith("running_var", StringComparison.Ordinal)
            ? 1 + values / 2
            : values / 2;
    }

    private static Tensor Pattern(IReadOnlyList<long> shape, int offset)
    {
        var i = arange(shape.Aggregate(1L, (product, side) => product * side), dtype: ScalarType.Float64);
        return (i * i * 0.7 + i * 0.3 + offset).cos().reshape([.. shape]);
    }
}
