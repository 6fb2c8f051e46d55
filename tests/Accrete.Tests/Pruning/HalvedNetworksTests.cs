using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Tests.Growth;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Pruning;

/// <summary>
/// Networks with shortcuts, with long chains and with depthwise convolutions, pruned by half by every criterion; what
/// that saves in time, <c>bench</c> measures.
/// </summary>
public sealed class HalvedNetworksTests
{
    public static MatrixTheoryData<string, CriterionKind> Cases { get; } =
        new(["resnet56", "vgg19", "mobilenetv2"], Enum.GetValues<CriterionKind>().Where(k => k != CriterionKind.None));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Pruning_by_half_leaves_a_network_that_runs_and_costs_less(string name, CriterionKind kind)
    {
        using var scope = NewDisposeScope();
        var blueprint = Architectures.Find(name).Build(new ImageShape(3, 32, 32), 10);
        using var network = CalibratedNetworks.Make(blueprint);
        var criterion = Criteria.Make(kind, 1, new Seed(1));
        var images = RandomNetworks.Images(blueprint, 4, 2, ScalarType.Float32);
        var sample = new ImageSample(images, tensor(new long[] { 0, 3, 9, 5 }));
        using var pruned = Prune.To(
            network,
            null,
            criterion.Measure(network, criterion.NeedsImages ? sample : null).Groups,
            new WidthLimits(),
            keep: 0.5
        );
        CheckHalf(blueprint, pruned.Network, images);
    }

    internal static void CheckHalf(Blueprint from, Network pruned, Tensor images)
    {
        using var nothing = no_grad();
        var narrow = new ChannelGroups(pruned.Blueprint);
        Assert.All(new ChannelGroups(from).Free, g => Assert.Equal((g.Channels + 1) / 2, narrow[g.Name].Channels));
        Assert.All(
            pruned.Blueprint.Costs,
            c => Assert.True(c.Output.Elements > 0 && c.Parameters.All(p => p.Count > 0), c.Layer.Name)
        );
        Assert.InRange(pruned.Blueprint.ForwardMacs, 1, from.ForwardMacs - 1);
        foreach (var training in new[] { false, true })
        {
            pruned.IsTraining = training;
            Assert.True(pruned.Forward(images).isfinite().all().ToBoolean());
        }
    }
}
