using Accrete.Blueprints;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Tests.Pruning;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

/// <summary>Every named architecture at its usual size, in float32: widened, deepened and pruned.</summary>
public sealed class NamedArchitecturesTests
{
    private const int Images = 4;

    private static readonly ImageShape Small = new(3, 32, 32);
    private static readonly ImageShape Large = new(3, 224, 224);

    public static TheoryData<string> Names => [.. Architectures.Names];

    public static TheoryData<string> Deepenable => [.. Architectures.Names.Where(n => n != "googlenet")];

    /// <summary>Those that were published for images of 224 pixels and 1000 classes.</summary>
    public static TheoryData<string> LargeNames => [.. Architectures.Names.Where(IsLarge)];

    public static TheoryData<string> LargeDeepenable =>
        [.. Architectures.Names.Where(n => IsLarge(n) && n != "googlenet")];

    [Theory]
    [MemberData(nameof(Names))]
    public void Widening_keeps_logits_in_eval_and_train_mode(string name) => CheckWidening(Build(name));

    [Theory]
    [MemberData(nameof(LargeNames))]
    [Trait("speed", "slow")]
    public void Widening_keeps_logits_at_224_pixels(string name)
    {
        Slow.SkipUnlessWanted();
        CheckWidening(BuildLarge(name));
    }

    [Theory]
    [MemberData(nameof(Deepenable))]
    public void Deepening_keeps_logits_in_eval_mode_and_with_shortcuts_in_train_mode(string name) =>
        CheckDeepening(Build(name, 0.5), Build(name));

    [Theory]
    [MemberData(nameof(LargeDeepenable))]
    [Trait("speed", "slow")]
    public void Deepening_keeps_logits_at_224_pixels(string name)
    {
        Slow.SkipUnlessWanted();
        CheckDeepening(BuildLarge(name, 0.5), BuildLarge(name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Pruning_by_half_leaves_a_network_that_runs_and_costs_less(string name) => CheckPruning(Build(name));

    [Theory]
    [MemberData(nameof(LargeNames))]
    [Trait("speed", "slow")]
    public void Pruning_by_half_leaves_a_network_that_runs_at_224_pixels(string name)
    {
        Slow.SkipUnlessWanted();
        CheckPruning(BuildLarge(name));
    }

    private static bool IsLarge(string name) =>
        name is "resnet18" or "resnet34" or "resnet50" or "mobilenetv2" or "densenet121" or "googlenet"
        || name.EndsWith("-bn", StringComparison.Ordinal);

    private static bool HasShortcuts(string name) =>
        name.StartsWith("resnet", StringComparison.Ordinal)
        || name.StartsWith("densenet", StringComparison.Ordinal)
        || name == "mobilenetv2";

    private static Blueprint Build(string name, double depth = 1) =>
        Architectures.Find(name).Build(Small, 10, depth: depth, stem: Stem.Small);

    private static Blueprint BuildLarge(string name, double depth = 1) =>
        Architectures.Find(name).Build(Large, 1000, depth: depth, stem: Stem.Large);

    private static void CheckWidening(Blueprint from)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var network = CalibratedNetworks.Make(from);
        var groups = new ChannelGroups(from);
        // By no common factor, and never by a round number of channels.
        var target = groups.WithWidths(groups.Free.ToDictionary(g => g.Name, g => (int)(1.1 * g.Channels) + 1));
        using var wide = Widen.To(network, null, target, new Seed(1), new GrowthSettings { LeastShare = 0.5 });
        CheckLogits(network, wide.Network, training: false);
        CheckLogits(network, wide.Network, training: true);
    }

    private static void CheckDeepening(Blueprint from, Blueprint target)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var network = CalibratedNetworks.Make(from);
        using var deep = Deepen.To(
            network,
            null,
            target,
            RandomNetworks.Images(from, Images, 3, ScalarType.Float32),
            new Seed(1)
        );
        // Not equal to the target: a DenseNet's transitions keep their widths, which in the target follow the depth.
        Assert.Equal(target.Layers.Select(l => l.Name), deep.Network.Blueprint.Layers.Select(l => l.Name));
        CheckLogits(network, deep.Network, training: false);
        if (HasShortcuts(from.Name))
        {
            CheckLogits(network, deep.Network, training: true);
        }
    }

    private static void CheckPruning(Blueprint from)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var network = CalibratedNetworks.Make(from);
        using var pruned = Prune.To(
            network,
            null,
            new FilterNorm().Measure(network, null).Groups,
            new WidthLimits(),
            keep: 0.5
        );
        HalvedNetworksTests.CheckHalf(from, pruned.Network, RandomNetworks.Images(from, Images, 2, ScalarType.Float32));
    }

    private static void CheckLogits(Network before, Network after, bool training)
    {
        var (expected, actual) = (Ask(before, training), Ask(after, training));
        // Where images are not told apart, or the logits have no scale, nothing would be proved.
        var spread = expected.std(0).mean().ToSingle();
        Assert.InRange(spread, 0.02f, 50f);
        var change = WidenTests.RelativeChange(expected, actual);
        WidenTests.Log($"training {training}: {change:g3}, spread {spread:g3}");
        Assert.True(change < ReceiptProbe.Tolerance, $"training {training}: {change}");
    }

    private static Tensor Ask(Network network, bool training)
    {
        network.IsTraining = training;
        return network.Forward(RandomNetworks.Images(network.Blueprint, Images, 2, ScalarType.Float32));
    }
}
