using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Tests.Growth;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Pruning;

public sealed class PruneTests
{
    private static readonly Gen<(Blueprint From, int Seed)> Cases = Gen.Select(
        RandomNetworks.Graphs,
        Gen.Int[0, 1 << 20]
    );

    [Fact]
    public void Channels_that_nobody_reads_can_go_without_a_change() =>
        Cases.Sample(
            (from, seed) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, seed);
                var kept = SomeChannels(from, seed);
                Silence(network, kept);
                using var pruned = Prune.To(network, null, kept);
                var images = RandomNetworks.Images(from, 5, seed);
                foreach (var training in new[] { false, true })
                {
                    network.IsTraining = training;
                    pruned.Network.IsTraining = training;
                    Assert.True(
                        WidenTests.RelativeChange(network.Forward(images), pruned.Network.Forward(images)) < 1e-9
                    );
                }

                Assert.All(
                    kept,
                    k => Assert.Equal(k.Value.Count, new ChannelGroups(pruned.Network.Blueprint)[k.Key].Channels)
                );
            },
            iter: 500,
            writeLine: WidenTests.Log
        );

    [Fact]
    public void What_the_optimiser_remembers_of_kept_channels_stays()
    {
        using var scope = NewDisposeScope();
        var from = Chain();
        using var network = RandomNetworks.Trained(from, 1);
        using var memory = new OptimiserState(
            from.Parameters.Where(p => p.Learned)
                .ToDictionary(
                    p => p.Name,
                    p => new ParameterMoments(
                        7,
                        arange(p.Count, dtype: ScalarType.Float64).reshape([.. p.Shape]),
                        ones([.. p.Shape])
                    )
                )
        );
        using var pruned = Prune.To(network, memory, new Dictionary<string, IReadOnlyList<int>> { ["conv1"] = [1, 3] });
        var kernel = memory.Moments["conv2.weight"].First!;
        Assert.True(
            pruned
                .Optimiser!.Moments["conv2.weight"]
                .First!.eq(kernel.index_select(1, tensor(new long[] { 1, 3 })))
                .all()
                .item<bool>()
        );
        Assert.Equal([1.0, 3.0], pruned.Optimiser.Moments["norm1.weight"].First!.data<double>().ToArray());
        Assert.Equal(7, pruned.Optimiser.Moments["head.weight"].Step);
    }

    [Theory]
    [InlineData(0.5, 1, 1, 2)]
    [InlineData(0.01, 1, 1, 1)]
    [InlineData(0.01, 3, 1, 3)]
    [InlineData(0.3, 1, 2, 2)]
    [InlineData(0.9, 1, 4, 4)]
    [InlineData(1.0, 9, 1, 4)]
    public void A_share_is_rounded_to_the_limits(double keep, int floor, int multiple, int width)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Chain(), 1);
        var importance = new FilterNorm().Measure(network, null).Groups;
        using var pruned = Prune.To(network, null, importance, new WidthLimits(floor, multiple), keep);
        Assert.Equal(width, new ChannelGroups(pruned.Network.Blueprint)["conv1"].Channels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.5)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_outside_its_limits_is_refused(double keep)
    {
        using var network = RandomNetworks.Trained(Chain(), 1);
        var error = Assert.Throws<InvalidInputException>(() =>
            Prune.To(network, null, new FilterNorm().Measure(network, null).Groups, new WidthLimits(), keep)
        );
        Assert.Contains("must be above 0 and at most 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_that_are_not_there_are_refused()
    {
        using var network = RandomNetworks.Trained(Chain(), 1);
        foreach (var wrong in new int[][] { [], [4], [-1], [1, 1] })
        {
            Assert.Throws<InvalidInputException>(() =>
                Prune.To(network, null, new Dictionary<string, IReadOnlyList<int>> { ["conv1"] = wrong })
            );
        }

        Assert.Throws<InvalidInputException>(() =>
            Prune.To(network, null, new Dictionary<string, IReadOnlyList<int>> { ["head"] = [0] })
        );
        Assert.Throws<InvalidInputException>(() =>
            Prune.To(network, null, new Dictionary<string, IReadOnlyList<int>> { ["nothing"] = [0] })
        );
    }

    internal static Blueprint Chain()
    {
        var b = new BlueprintBuilder("chain", new ImageShape(1, 6, 6));
        var x = b.Relu(b.BatchNorm(b.Convolution(Blueprint.Image, 4)));
        x = b.Relu(b.BatchNorm(b.Convolution(x, 5)));
        b.Linear(b.GlobalAveragePooling(x), 3, name: "head");
        return b.Build();
    }

    private static Dictionary<string, IReadOnlyList<int>> SomeChannels(Blueprint from, int seed)
    {
        var random = new Random(seed);
        return new ChannelGroups(from).Free.ToDictionary(
            g => g.Name,
            g =>
                (IReadOnlyList<int>)
                    [
                        .. Enumerable
                            .Range(0, g.Channels)
                            .Where(_ => random.Next(2) == 0)
                            .DefaultIfEmpty(random.Next(g.Channels)),
                    ]
        );
    }

    // Weights by which consumers read what goes become 0.
    private static void Silence(Network network, IReadOnlyDictionary<string, IReadOnlyList<int>> kept)
    {
        using var nothing = no_grad();
        var groups = new ChannelGroups(network.Blueprint);
        foreach (var costs in network.Blueprint.Costs)
        {
            foreach (var spec in costs.Parameters.Where(p => p.Roles.Contains(AxisRole.Input)))
            {
                var offset = 0L;
                foreach (var span in groups.Along(costs.Layer, spec, 1))
                {
                    for (var channel = 0; channel < span.Channels; channel++)
                    {
                        if (kept.TryGetValue(span.Group, out var stays) && !stays.Contains(channel))
                        {
                            network
                                .State[spec.Name]
                                .narrow(1, offset + ((long)channel * span.Block), span.Block)
                                .zero_();
                        }
                    }

                    offset += (long)span.Channels * span.Block;
                }
            }
        }
    }
}
