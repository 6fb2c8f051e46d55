using Accrete.Blueprints;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Training;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

public sealed class ChannelAlgebraTests
{
    private const double Rate = 1e-3;

    private static readonly IArchitecture Family = Architectures.Find("vgg-small");
    private static readonly ImageShape Shape = new(2, 8, 8);
    private static readonly Blueprint From = Family.Build(Shape, 3, 0.06, 0.5);
    private static readonly Blueprint Target = Family.Build(Shape, 3, 0.13, 0.5);

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void Mapped_moments_are_those_that_the_wide_network_would_have(OptimiserKind kind)
    {
        using var scope = NewDisposeScope();
        using var narrow = RandomNetworks.Trained(From, 1);
        // With a rate of 0 the weights stay, and both networks see the gradients of the same function at each step.
        var settings = new OptimiserSettings { Kind = kind, Decay = 0 };
        using var memory = Steps(narrow, settings, 3);
        using var start = RandomNetworks.Trained(From, 1);
        using var wide = Widen.To(start, memory, Target, new Seed(5), new GrowthSettings { LeastShare = 0.3 });
        using var expected = Steps(Widened(start), settings, 3);

        Assert.Equal(expected.Moments.Keys.Order(), wide.Optimiser!.Moments.Keys.Order());
        foreach (var (name, moments) in expected.Moments)
        {
            var mapped = wide.Optimiser.Moments[name];
            Assert.Equal(moments.Step, mapped.Step);
            AssertClose(moments.First!, mapped.First!, name);
            Assert.Equal(moments.Second is null, mapped.Second is null);
            if (moments.Second is not null)
            {
                AssertClose(moments.Second, mapped.Second!, name);
            }
        }

        Assert.Equal(kind == OptimiserKind.AdamW ? 3 : 0, wide.Optimiser.Moments["head.weight"].Step);
    }

    [Fact]
    public void Mapped_moments_of_any_network_are_those_of_a_step_of_the_wide_one() =>
        Gen.Select(RandomNetworks.Graphs, Gen.Int[1, 7], Gen.Int[0, 1 << 20])
            .Sample(
                (from, extra, seed) =>
                {
                    using var scope = NewDisposeScope();
                    var settings = new OptimiserSettings { Kind = OptimiserKind.AdamW, Decay = 0 };
                    var groups = new ChannelGroups(from);
                    var target = groups.WithWidths(groups.Free.ToDictionary(g => g.Name, g => g.Channels + extra));
                    using var narrow = RandomNetworks.Trained(from, seed);
                    using var start = RandomNetworks.Trained(from, seed);
                    using var memory = Steps(narrow, settings, 1);
                    using var wide = Widen.To(
                        start,
                        memory,
                        target,
                        new Seed(5),
                        new GrowthSettings { LeastShare = 0.3 }
                    );
                    using var bare = Widen.To(
                        start,
                        null,
                        target,
                        new Seed(5),
                        new GrowthSettings { LeastShare = 0.3 }
                    );
                    using var expected = Steps(bare.Network, settings, 1);
                    foreach (var (name, moments) in expected.Moments)
                    {
                        var scale = Math.Max(1, moments.Second!.abs().max().item<double>());
                        Assert.True(
                            (moments.First! - wide.Optimiser!.Moments[name].First!).abs().max().item<double>()
                                < 1e-9 * scale,
                            name
                        );
                        Assert.True(
                            (moments.Second - wide.Optimiser.Moments[name].Second!).abs().max().item<double>()
                                < 1e-9 * scale,
                            name
                        );
                    }
                },
                iter: 150,
                writeLine: WidenTests.Log
            );

    [Fact]
    public void A_step_from_carried_moments_is_the_step_that_the_wide_network_would_have_made()
    {
        using var scope = NewDisposeScope();
        using var narrow = RandomNetworks.Trained(From, 1);
        var settings = new OptimiserSettings { Decay = 0 };
        using var memory = Steps(narrow, settings, 3);
        using var grown = Widen.To(narrow, memory, Target, new Seed(5), new GrowthSettings { LeastShare = 0.3 });
        using var straight = Widened(narrow);
        using var straightMemory = Steps(straight, settings, 3);
        Step(grown.Network, settings, grown.Optimiser!);
        Step(straight, settings, straightMemory);
        foreach (var (name, parameter) in straight.Learned)
        {
            AssertClose(parameter, grown.Network.State[name], name);
        }
    }

    [Fact]
    public void Moments_that_are_not_there_stay_away()
    {
        using var scope = NewDisposeScope();
        using var narrow = RandomNetworks.Trained(From, 1);
        using var memory = new OptimiserState(
            new Dictionary<string, ParameterMoments> { ["head.bias"] = new(7, null, null) }
        );
        using var wide = Widen.To(narrow, memory, Target, new Seed(5), new GrowthSettings { LeastShare = 0.3 });
        Assert.Equal(new ParameterMoments(7, null, null), Assert.Single(wide.Optimiser!.Moments).Value);
    }

    private static Network Widened(Network narrow)
    {
        using var wide = Widen.To(narrow, null, Target, new Seed(5), new GrowthSettings { LeastShare = 0.3 });
        return wide.Network.Copy();
    }

    private static OptimiserState Steps(Network network, OptimiserSettings settings, int count)
    {
        using var optimiser = new Optimiser(network, settings);
        optimiser.SetRate(0);
        for (var step = 0; step < count; step++)
        {
            Backward(network, step);
            optimiser.Update();
        }

        return optimiser.CopyState();
    }

    private static void Step(Network network, OptimiserSettings settings, OptimiserState memory)
    {
        using var optimiser = new Optimiser(network, settings, memory);
        optimiser.SetRate(Rate);
        Backward(network, 9);
        optimiser.Update();
    }

    private static void Backward(Network network, int step)
    {
        network.IsTraining = true;
        var images = RandomNetworks.Images(network.Blueprint, 6, step);
        nn.functional.cross_entropy(network.Forward(images), tensor(new long[] { 0, 1, 1, 0, 1, 0 })).backward();
    }

    private static void AssertClose(Tensor expected, Tensor actual, string name) =>
        Assert.True((expected - actual).abs().max().item<double>() < 1e-10, name);
}
