using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Interchange;
using Accrete.Networks;
using Accrete.Tests.Growth;
using Accrete.Tests.Peers;
using static TorchSharp.torch;

namespace Accrete.Tests.Interchange;

/// <summary>
/// torchvision loads our weights, and we load torchvision's, at the size for which the networks were published.
/// </summary>
public sealed class TorchvisionWeightsTests : IDisposable
{
    private const int Images = 2;
    private const int Classes = 1000;

    private static readonly ImageShape Shape = new(3, 224, 224);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("resnet18", "resnet18")]
    [InlineData("mobilenet_v2", "mobilenetv2")]
    [InlineData("densenet121", "densenet121")]
    // Theirs has auxiliary heads, which ours passes over.
    [InlineData("googlenet", "googlenet")]
    public void Weights_go_both_ways_with_the_same_logits(string their, string our) => CheckExchange(their, our);

    [Theory]
    [InlineData("vgg19_bn", "vgg19-bn")]
    [InlineData("resnet50", "resnet50")]
    [Trait("speed", "slow")]
    public void Large_weights_go_both_ways_with_the_same_logits(string their, string our)
    {
        Slow.SkipUnlessWanted();
        CheckExchange(their, our);
    }

    private void CheckExchange(string their, string our)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var blueprint = Architectures.Find(our).Build(Shape, Classes);
        var images = RandomNetworks.Images(blueprint, Images, 1, ScalarType.Float32);
        AtomicFile.Write(
            folder["images.safetensors"],
            stream =>
                SafeTensors.Write(
                    stream,
                    new Dictionary<string, Tensor> { ["images"] = images },
                    new Dictionary<string, string>()
                )
        );
        float[] ours;
        using (var network = CalibratedNetworks.Make(blueprint))
        {
            StateDictFile.Write(folder["ours.safetensors"], network);
            ours = Logits(network, images);
        }

        var (loaded, written) = TorchvisionPeer.Exchange(
            their,
            folder["ours.safetensors"],
            folder["theirs.safetensors"],
            folder["images.safetensors"]
        );

        CheckEqual(ours, loaded);
        using var file = StateDictFile.Read(folder["theirs.safetensors"]);
        using var read = file.ToNetwork(blueprint);
        CheckEqual(written, Logits(read, images));
    }

    private static float[] Logits(Network network, Tensor images)
    {
        network.IsTraining = false;
        return network.Forward(images).data<float>().ToArray();
    }

    private static void CheckEqual(float[] expected, float[] actual)
    {
        Assert.Equal(Images * Classes, expected.Length);
        Assert.Equal(expected.Length, actual.Length);
        var change = expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs);
        WidenTests.Log($"{change:g3}, scale {expected.Max(Math.Abs):g3}");
        Assert.True(change < 1e-4, $"{change}");
    }
}
