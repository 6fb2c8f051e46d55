using Accrete.Blueprints;
using Accrete.Pruning;
using Accrete.Tests.Growth;
using static TorchSharp.torch;

namespace Accrete.Tests.Pruning;

public sealed class CriteriaTests
{
    public static TheoryData<CriterionKind> Kinds =>
        [.. Enum.GetValues<CriterionKind>().Where(k => k != CriterionKind.None)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_criterion_judges_every_channel_that_can_go(CriterionKind kind)
    {
        using var scope = NewDisposeScope();
        CsCheck.Check.Sample(
            RandomNetworks.Graphs,
            from =>
            {
                using var inner = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, 3);
                using var before = network.Copy();
                var (groups, work) = Criteria.Make(kind, 0.9, new Seed(1)).Measure(network, Sample(from, 40));
                Assert.Equal(new ChannelGroups(from).Free.Select(g => g.Name).Order(), groups.Keys.Order());
                foreach (var (name, importance) in groups)
                {
                    Assert.Equal(new ChannelGroups(from)[name].Channels, importance.Scores.Count);
                    Assert.InRange(importance.Used, 1, importance.Scores.Count);
                }

                Assert.Equal(kind is CriterionKind.Pca or CriterionKind.Density or CriterionKind.Taylor, work.Macs > 0);
                Assert.All(before.State, s => Assert.True(s.Value.eq(network.State[s.Key]).all().item<bool>()));
            },
            iter: 40
        );
    }

    [Fact]
    public void Principal_components_need_one_of_channels_that_tell_the_same()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(PruneTests.Chain(), 1);
        using (no_grad())
        {
            // Channels 1 and 3 are what channel 0 is, in another scale; 2 is its own.
            var kernel = network.State["conv1.weight"];
            kernel[1].copy_(kernel[0] * 2);
            kernel[3].copy_(kernel[0] * -1);
        }

        var importance = new PrincipalComponents(0.9999).Measure(network, Sample(network.Blueprint, 70)).Groups[
            "conv1"
        ];

        Assert.Equal(2, importance.Used);
        var best = importance.Best(2);
        Assert.Contains(2, best);
        Assert.Single(best, c => c != 2);
    }

    [Theory]
    [InlineData(0.5, 8)]
    [InlineData(0.6, 10)]
    [InlineData(0.9, 20)]
    public void Behind_a_dropout_components_need_as_many_more_channels_as_it_drops(double rate, int expected)
    {
        using var scope = NewDisposeScope();
        var builder = new BlueprintBuilder("dropping", new ImageShape(1, 4, 4));
        var hidden = builder.Relu(builder.Linear(builder.Flatten(Blueprint.Image), 20, name: "hidden"));
        builder.Linear(builder.Dropout(hidden, rate), 3);
        using var network = RandomNetworks.Trained(builder.Build(), 1);
        using (no_grad())
        {
            // All 20 are mixtures of four.
            var four = randn(4, 16, dtype: network.Type, generator: new Generator(1));
            network
                .State["hidden.weight"]
                .copy_(randn(20, 4, dtype: network.Type, generator: new Generator(2)).matmul(four));
        }

        Assert.Equal(
            expected,
            new PrincipalComponents(0.99999).Measure(network, Sample(network.Blueprint, 200)).Groups["hidden"].Used
        );
    }

    [Fact]
    public void Density_is_the_share_of_activations_above_0()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(PruneTests.Chain(), 1);
        using (no_grad())
        {
            // Two channels always on, two never.
            network.State["norm1.weight"].zero_();
            network.State["norm1.bias"].copy_(tensor(new double[] { 1, -1, 2, -3 }));
        }

        var importance = new ActivationDensity().Measure(network, Sample(network.Blueprint, 9)).Groups["conv1"];

        Assert.Equal([1, 0, 1, 0], importance.Scores);
        Assert.Equal(2, importance.Used);
        Assert.Equal([0, 2], importance.Best(2));
    }

    [Fact]
    public void Norms_and_scales_are_read_off_the_weights()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(PruneTests.Chain(), 1);
        using (no_grad())
        {
            network.State["conv1.weight"].fill_(1);
            network.State["conv1.weight"][2].fill_(-5);
            network.State["norm1.weight"].copy_(tensor(new double[] { 0.1, -4, 0.2, 0.3 }));
        }

        Assert.Equal([9, 9, 45, 9], new FilterNorm().Measure(network, null).Groups["conv1"].Scores);
        Assert.Equal([1], new NormScale().Measure(network, null).Groups["conv1"].Best(1));
    }

    [Fact]
    public void The_loss_does_not_change_with_a_channel_that_nobody_reads()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(PruneTests.Chain(), 1);
        using (no_grad())
        {
            network.State["conv2.weight"][.., 1].zero_();
        }

        var importance = new TaylorExpansion(1).Measure(network, Sample(network.Blueprint, 40)).Groups["conv1"];

        Assert.Equal(0, importance.Scores[1]);
        Assert.All(new[] { 0, 2, 3 }, c => Assert.True(importance.Scores[c] > 0));
        Assert.Equal([0, 2, 3], importance.Best(importance.Used));
    }

    [Fact]
    public void A_covariance_in_parts_is_that_of_all_rows()
    {
        using var scope = NewDisposeScope();
        var rows = randn(50, 6, dtype: ScalarType.Float64) + 3;
        var covariance = new RunningCovariance(6, CPU);
        covariance.Add(rows[..20]);
        covariance.Add(rows[20..]);
        var centred = rows - rows.mean([0]);
        Assert.True((covariance.Matrix() - (centred.t().matmul(centred) / 50)).abs().max().item<double>() < 1e-12);
    }

    [Fact]
    public void As_many_are_needed_as_have_the_share()
    {
        Assert.Equal(2, ChannelImportance.OfShare([1, 5, 1, 3], 0.8).Used);
        Assert.Equal(4, ChannelImportance.OfShare([1, 5, 1, 3], 1).Used);
        Assert.Equal(1, ChannelImportance.OfShare([0, 0], 0.9).Used);
        Assert.Equal([1, 3], new ChannelImportance([1, 5, 1, 3], 2).Best(2));
    }

    private static ImageSample Sample(Blueprint blueprint, int count) =>
        new(RandomNetworks.Images(blueprint, count, 5), randint(blueprint.Classes, count));

    [Theory]
    [InlineData(CriterionKind.Density)]
    [InlineData(CriterionKind.Pca)]
    [InlineData(CriterionKind.Taylor)]
    public void Those_that_ask_about_images_stop_when_they_are_asked_to(CriterionKind kind)
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(PruneTests.Chain(), 1);
        var sample = Sample(network.Blueprint, 40);
        Assert.Throws<OperationCanceledException>(() =>
            Criteria.Make(kind, 0.9, new Seed(1)).Measure(network, sample, new CancellationToken(canceled: true))
        );
    }
}
