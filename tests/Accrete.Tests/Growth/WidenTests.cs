using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Tests.Pruning;
using CsCheck;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

public sealed class WidenTests
{
    private static readonly Gen<(Blueprint From, int[] Extra, int Seed)> Cases = Gen.Select(
        RandomNetworks.Graphs,
        Gen.Int[0, 9].Array[6],
        Gen.Int[0, 1 << 20]
    );

    [Theory]
    [InlineData(NewChannels.Copies)]
    [InlineData(NewChannels.Fresh)]
    public void Keeps_logits_in_eval_and_train_mode(NewChannels newChannels) =>
        Cases.Sample(
            (from, extra, seed) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, seed);
                using var wide = Widen.To(
                    network,
                    null,
                    Wider(from, extra),
                    new Seed((ulong)seed),
                    new GrowthSettings { LeastShare = 0.3, NewChannels = newChannels }
                );
                var images = RandomNetworks.Images(from, 5, seed);
                foreach (var training in new[] { false, true })
                {
                    network.IsTraining = training;
                    wide.Network.IsTraining = training;
                    Assert.True(RelativeChange(network.Forward(images), wide.Network.Forward(images)) < 1e-9);
                }
            },
            iter: 500,
            writeLine: Log
        );

    [Fact]
    public void Fresh_channels_are_no_copies_and_what_listens_to_them_learns_at_once()
    {
        using var scope = NewDisposeScope();
        var from = PruneTests.Chain();
        using var network = RandomNetworks.Trained(from, 1);
        var (old, now) = (from["conv1"].Output.Channels, from["conv1"].Output.Channels + 3);
        var target = new ChannelGroups(from).WithWidths(new Dictionary<string, int> { ["conv1"] = now });
        var names = network.Learned.ToDictionary(
            p => p.Name,
            p => new ParameterMoments(1, ones_like(p.Value), ones_like(p.Value))
        );
        using var memory = new OptimiserState(names);

        using var wide = Widen.To(
            network,
            memory,
            target,
            new Seed(1),
            new GrowthSettings { LeastShare = 0.3, NewChannels = NewChannels.Fresh }
        );

        var kernel = wide.Network.State["conv1.weight"];
        Assert.True(kernel[..old].eq(network.State["conv1.weight"]).all().item<bool>());
        Assert.True(
            (kernel[old..].unsqueeze(1) - kernel[..old].unsqueeze(0)).abs().flatten(2).amax([2]).min().item<double>()
                > 1e-3
        );
        var reader = wide.Network.Blueprint.Layers.Last(l => l is Convolution).Name;
        Assert.Equal(0, wide.Network.State[$"{reader}.weight"][.., old..].abs().max().item<double>());
        foreach (
            var moments in new[]
            {
                wide.Optimiser!.Moments["conv1.weight"].First![old..],
                wide.Optimiser.Moments[$"{reader}.weight"].Second![.., old..],
            }
        )
        {
            Assert.Equal(0, moments.abs().max().item<double>());
        }

        wide.Network.IsTraining = true;
        Backward(wide.Network, RandomNetworks.Images(from, 6, 1), RandomNetworks.Labels(from, 6, 1));
        Assert.True(
            wide.Network.Learned.Single(p => p.Name == $"{reader}.weight")
                .Value.grad![.., old..]
                .abs()
                .amax([0, 2, 3])
                .min()
                .item<double>() > 0
        );
    }

    [Fact]
    public void Mapped_gradients_equal_those_of_the_wide_network()
    {
        var inTraining = 0;
        Cases.Sample(
            (from, extra, seed) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, seed);
                var target = Wider(from, extra);
                var algebra = AlgebraOf(from, target, seed);
                using var wide = new Network(target, algebra.MapWeights(network.State), ScalarType.Float64)
                {
                    DropsOut = false,
                };
                var images = RandomNetworks.Images(from, 6, seed);
                var labels = RandomNetworks.Labels(from, 6, seed);
                foreach (var training in new[] { false, true })
                {
                    network.IsTraining = training;
                    wide.IsTraining = training;
                    Backward(network, images, labels);
                    Backward(wide, images, labels);
                    // Nothing reaches what is before a norm of constant channels: both gradients are rounding errors
                    // then, grown by 1 / sqrt(epsilon) at each such norm.
                    if (training && !Varies(network, images))
                    {
                        return;
                    }

                    inTraining += training ? 1 : 0;
                    AssertMapped(algebra, network, wide);
                }
            },
            iter: 500,
            threads: 1,
            writeLine: Log
        );
        Assert.True(inTraining > 100, $"Only {inTraining} networks were compared in train mode.");
    }

    [Fact]
    public void Float32_stays_within_the_receipts_tolerance() =>
        Cases.Sample(
            (from, extra, seed) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, seed, ScalarType.Float32);
                using var wide = Widen.To(
                    network,
                    null,
                    Wider(from, extra),
                    new Seed((ulong)seed),
                    new GrowthSettings { LeastShare = 0.3 }
                );
                network.IsTraining = false;
                wide.Network.IsTraining = false;
                var images = RandomNetworks.Images(from, 5, seed, ScalarType.Float32);
                Assert.True(
                    RelativeChange(network.Forward(images), wide.Network.Forward(images)) < ReceiptProbe.Tolerance
                );
            },
            iter: 50
        );

    [Fact]
    public void Variance_transfer_keeps_logits_and_gives_weights_the_scale_of_their_width() =>
        Cases.Sample(
            (from, extra, seed) =>
            {
                using var scope = NewDisposeScope();
                using var network = RandomNetworks.Trained(from, seed);
                using var memory = new OptimiserState(
                    network.Learned.ToDictionary(
                        p => p.Name,
                        p => new ParameterMoments(1, p.Value.detach().clone(), p.Value.detach().clone())
                    )
                );
                using var plain = Widen.To(
                    network,
                    memory,
                    Wider(from, extra),
                    new Seed((ulong)seed),
                    new GrowthSettings { LeastShare = 0.3 }
                );
                using var wide = Widen.To(
                    network,
                    memory,
                    Wider(from, extra),
                    new Seed((ulong)seed),
                    new GrowthSettings { LeastShare = 0.3, VarianceTransfer = true }
                );
                var images = RandomNetworks.Images(from, 5, seed);
                network.IsTraining = false;
                wide.Network.IsTraining = false;
                Assert.True(RelativeChange(network.Forward(images), wide.Network.Forward(images)) < 1e-9);
                foreach (var costs in wide.Network.Blueprint.Costs.Where(c => c.Layer is Convolution or Linear))
                {
                    var spec = costs.Parameters[0];
                    var normed = wide.Network.Blueprint.Readers(costs.Layer.Name).ToArray() is [BatchNorm];
                    var factor = normed
                        ? Math.Sqrt((double)spec.Shape[1] / from[costs.Layer.Name].Parameters[0].Shape[1])
                        : 1;
                    Assert.True(
                        (wide.Network.State[spec.Name] - (plain.Network.State[spec.Name] * factor))
                            .abs()
                            .max()
                            .item<double>() < 1e-9
                    );
                    Assert.True(
                        (
                            wide.Optimiser!.Moments[spec.Name].First!
                            - (plain.Optimiser!.Moments[spec.Name].First! / factor)
                        )
                            .abs()
                            .max()
                            .item<double>() < 1e-9
                    );
                    Assert.True(
                        (
                            wide.Optimiser.Moments[spec.Name].Second!
                            - (plain.Optimiser.Moments[spec.Name].Second! / (factor * factor))
                        )
                            .abs()
                            .max()
                            .item<double>() < 1e-9
                    );
                }
            },
            iter: 100,
            writeLine: Log
        );

    [Fact]
    public void Copies_do_not_stay_equal()
    {
        using var scope = NewDisposeScope();
        var from = Architectures.Find("vgg-small").Build(new ImageShape(1, 12, 12), 3, 0.1);
        var target = Architectures.Find("vgg-small").Build(new ImageShape(1, 12, 12), 3, 0.2);
        using var network = new Network(from, new Seed(1));
        using var wide = Widen.To(network, null, target, new Seed(2), new GrowthSettings { LeastShare = 0.3 });
        wide.Network.IsTraining = true;
        Backward(
            wide.Network,
            RandomNetworks.Images(from, 8, 1, ScalarType.Float32),
            RandomNetworks.Labels(from, 8, 1)
        );

        var gradient = wide.Network.Learned.First(p => p.Name == "conv1_1.weight").Value.grad!.flatten(1);

        Assert.Equal(gradient.shape[0], gradient.unique(dim: 0).output.shape[0]);
    }

    [Fact]
    public void Refuses_a_narrower_target()
    {
        var architecture = Architectures.Find("vgg-small");
        var shape = new ImageShape(1, 8, 8);
        using var network = new Network(architecture.Build(shape, 2, 0.2), new Seed(1));
        var error = Assert.Throws<InvalidInputException>(() =>
            Widen.To(
                network,
                null,
                architecture.Build(shape, 2, 0.1),
                new Seed(1),
                new GrowthSettings { LeastShare = 0.3 }
            )
        );
        Assert.Contains("conv1_1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_target_with_other_layers()
    {
        var architecture = Architectures.Find("vgg-small");
        var shape = new ImageShape(1, 8, 8);
        using var network = new Network(architecture.Build(shape, 2, 0.1, 0.5), new Seed(1));
        Assert.Throws<InvalidInputException>(() =>
            Widen.To(
                network,
                null,
                architecture.Build(shape, 2, 0.1),
                new Seed(1),
                new GrowthSettings { LeastShare = 0.3 }
            )
        );
    }

    internal static double RelativeChange(Tensor before, Tensor after) =>
        (after - before).abs().max().to_type(ScalarType.Float64).item<double>()
        / before.abs().max().to_type(ScalarType.Float64).item<double>();

    private static Blueprint Wider(Blueprint from, int[] extra)
    {
        var groups = new ChannelGroups(from);
        var free = groups.Free.ToArray();
        return groups.WithWidths(
            free.Select((g, i) => (g.Name, Width: g.Channels + extra[i % extra.Length]))
                .ToDictionary(g => g.Name, g => g.Width)
        );
    }

    private static ChannelAlgebra AlgebraOf(Blueprint from, Blueprint target, int seed) =>
        new(
            from,
            new ChannelGroups(from).Free.ToDictionary(
                g => g.Name,
                g =>
                    ChannelMap.Widen(
                        g.Channels,
                        new ChannelGroups(target)[g.Name].Channels,
                        0.3,
                        new Seed((ulong)seed).For(g.Name)
                    )
            )
        );

    // How many networks were tried, and the seed of one that fails.
    internal static void Log(string line) => TestContext.Current.TestOutputHelper?.WriteLine(line);

    private static void Backward(Network network, Tensor images, Tensor labels)
    {
        foreach (var (_, parameter) in network.Learned)
        {
            parameter.grad = null;
        }

        nn.functional.cross_entropy(network.Forward(images), labels).backward();
    }

    private static void AssertMapped(ChannelAlgebra algebra, Network network, Network wide)
    {
        var mapped = algebra.MapGradients(network.Learned.ToDictionary(p => p.Name, p => p.Value.grad!));
        foreach (var (name, parameter) in wide.Learned)
        {
            Assert.True(
                (mapped[name] - parameter.grad!).abs().max().item<double>()
                    < 1e-9 * Math.Max(1, mapped[name].abs().max().item<double>()),
                name
            );
        }
    }

    /// <summary>
    /// Whether no channel that a norm sees is the same over all images and places. Overwrites running variances.
    /// </summary>
    private static bool Varies(Network network, Tensor images)
    {
        using var nothing = no_grad();
        var variances = network
            .State.Where(s => s.Key.EndsWith("running_var", StringComparison.Ordinal))
            .Select(s => s.Value.zero_())
            .ToArray();
        network.Forward(images);
        return variances.All(v => v.min().item<double>() > 1e-6);
    }
}
