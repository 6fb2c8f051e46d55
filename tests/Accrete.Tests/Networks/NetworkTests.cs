using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Tests.Growth;
using CsCheck;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Networks;

public sealed class NetworkTests
{
    private static readonly Blueprint Small = Architectures.Find("vgg-small").Build(new ImageShape(2, 8, 8), 3, 0.1);

    [Fact]
    public void Computes_what_its_layers_say_one_after_another() =>
        Gen.Select(RandomNetworks.Graphs, Gen.Bool, Gen.Int[0, 1 << 20])
            .Sample(
                (blueprint, training, seed) =>
                {
                    using var scope = NewDisposeScope();
                    using var network = RandomNetworks.Trained(blueprint, seed);
                    using var plain = network.Copy();
                    network.IsTraining = training;
                    var images = RandomNetworks.Images(blueprint, 4, seed);
                    var labels = tensor(new long[] { 0, 1, 1, 0 });

                    var logits = network.Forward(images);
                    var expected = LayerByLayer(plain, images, training)[blueprint.Layers[^1].Name];

                    AssertClose(expected, logits, "logits");
                    nn.functional.cross_entropy(logits, labels).backward();
                    nn.functional.cross_entropy(expected, labels).backward();
                    foreach (var (name, parameter) in network.Learned)
                    {
                        // In train mode norms of channels that are constant in a batch make rounding errors grow, one
                        // behind the other.
                        AssertClose(
                            plain.Learned.First(p => p.Name == name).Value.grad!,
                            parameter.grad!,
                            name,
                            training ? 1e-5 : 1e-10
                        );
                    }

                    foreach (var (name, tensor) in network.State)
                    {
                        AssertClose(plain.State[name], tensor, name);
                    }
                },
                iter: 80
            );

    [Fact]
    public void A_relu_keeps_its_limit()
    {
        using var scope = NewDisposeScope();
        var blueprint = new Blueprint(
            "limited",
            new ImageShape(1, 1, 3),
            [new Relu("relu", Blueprint.Image, 6), new Flatten("flat", "relu"), new Linear("head", "flat", 2)]
        );
        using var network = new Network(blueprint, new Seed(1));
        var relu = network.Observe(tensor(new float[] { -1, 2, 7 }).reshape(1, 1, 1, 3), ["relu"])["relu"];
        Assert.Equal([0, 2, 6], relu.data<float>().ToArray());
    }

    [Fact]
    public void An_output_with_two_readers_is_not_written_over()
    {
        using var scope = NewDisposeScope();
        // On one pixel a flatten shows the very memory that a ReLU beside it could write over.
        var blueprint = new Blueprint(
            "branch",
            new ImageShape(2, 1, 1),
            [
                new Convolution("conv", Blueprint.Image, 4, Kernel: 1, Padding: 0),
                new Flatten("flat", "conv"),
                new Relu("aside", "conv"),
                new Linear("head", "flat", 3),
            ]
        );
        using var network = RandomNetworks.Trained(blueprint, 1);
        network.IsTraining = false;
        var images = RandomNetworks.Images(blueprint, 8, 1);
        AssertClose(LayerByLayer(network, images, training: false)["head"], network.Forward(images), "logits");
    }

    [Fact]
    public void Observed_outputs_are_those_of_the_layers() =>
        Gen.Select(RandomNetworks.Graphs, Gen.Int[0, 1 << 20])
            .Sample(
                (blueprint, seed) =>
                {
                    using var scope = NewDisposeScope();
                    using var network = RandomNetworks.Trained(blueprint, seed);
                    network.IsTraining = false;
                    var images = RandomNetworks.Images(blueprint, 3, seed);
                    var expected = LayerByLayer(network, images, training: false);
                    var observed = network.Observe(images, [.. blueprint.Layers.Select(l => l.Name)]);
                    Assert.Equal(blueprint.Layers.Select(l => l.Name).Order(), observed.Keys.Order());
                    Assert.All(observed, o => AssertClose(expected[o.Key], o.Value, o.Key));
                },
                iter: 40
            );

    [Fact]
    public void Without_gradients_it_computes_the_same_and_leaves_the_images()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 1);
        network.IsTraining = false;
        var images = RandomNetworks.Images(Small, 3, 1);
        var before = images.clone();
        var logits = network.Forward(images);
        using (no_grad())
        {
            AssertClose(logits, network.Forward(images), "logits");
        }

        Assert.True(before.eq(images).all().item<bool>());
    }

    [Fact]
    public void In_bf16_logits_are_float32_and_close()
    {
        using var scope = NewDisposeScope();
        using var network = RandomNetworks.Trained(Small, 1, ScalarType.Float32);
        network.IsTraining = false;
        var images = RandomNetworks.Images(Small, 16, 1, ScalarType.Float32);
        var exact = network.Forward(images);
        network.Precision = Precision.BFloat16;
        var rounded = network.Forward(images);
        Assert.Equal(ScalarType.Float32, rounded.dtype);
        Assert.Equal(ScalarType.BFloat16, network.ComputeType);
        Assert.InRange(WidenTests.RelativeChange(exact, rounded), 1e-6, 0.05);
        network.IsTraining = true;
        network.Forward(images).sum().backward();
        Assert.All(network.Learned, p => Assert.Equal(ScalarType.Float32, p.Value.grad!.dtype));
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_and_another_others()
    {
        using var one = new Network(Small, new Seed(1));
        using var same = new Network(Small, new Seed(1));
        using var other = new Network(Small, new Seed(2));
        Assert.All(one.State, s => Assert.True(s.Value.eq(same.State[s.Key]).all().item<bool>(), s.Key));
        Assert.False(one.State["conv1_1.weight"].eq(other.State["conv1_1.weight"]).all().item<bool>());
    }

    [Fact]
    public void Fresh_kernels_have_the_variance_of_their_fan_in()
    {
        using var scope = NewDisposeScope();
        using var network = new Network(
            Architectures.Find("vgg-small").Build(new ImageShape(3, 8, 8), 10),
            new Seed(1)
        );
        var kernel = network.State["conv3_2.weight"];
        Assert.Equal(Math.Sqrt(2.0 / (9 * 128)), kernel.std().item<float>(), 1e-3);
        Assert.Equal(0, kernel.mean().item<float>(), 1e-3);
    }

    [Fact]
    public void Parameters_have_the_names_and_shapes_of_the_blueprint_and_kernels_lie_channels_last()
    {
        using var network = new Network(Small, new Seed(1));
        Assert.Equal(
            Small.Parameters.Select(p => (p.Name, string.Join('x', p.Shape))),
            network.State.Select(s => (s.Key, string.Join('x', s.Value.shape)))
        );
        Assert.Equal(Small.Parameters.Where(p => p.Learned).Select(p => p.Name), network.Learned.Select(p => p.Name));
        Assert.All(
            network.State.Values.Where(t => t.dim() == 4),
            t =>
                Assert.Equal([t.shape[1] * t.shape[2] * t.shape[3], 1, t.shape[3] * t.shape[1], t.shape[1]], t.stride())
        );
    }

    [Fact]
    public void Weights_that_are_missing_or_of_another_shape_are_an_error()
    {
        using var network = new Network(Small, new Seed(1));
        using var wrong = zeros(1);
        var missing = network.State.Where(s => s.Key != "norm2_1.running_var").ToDictionary();
        Assert.Contains(
            "'norm2_1.running_var'",
            Assert.Throws<InvalidInputException>(() => new Network(Small, missing)).Message,
            StringComparison.Ordinal
        );
        var misshapen = network.State.ToDictionary(s => s.Key, s => s.Key == "head.bias" ? wrong : s.Value);
        Assert.Contains(
            "'head.bias' is [1], but the blueprint has [3]",
            Assert.Throws<InvalidInputException>(() => new Network(Small, misshapen)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_copy_is_equal_and_independent()
    {
        using var network = RandomNetworks.Trained(Small, 1);
        using var copy = network.Copy();
        using (no_grad())
        {
            copy.State["head.bias"].zero_().Dispose();
        }

        Assert.NotEqual(0, network.State["head.bias"].count_nonzero().item<long>());
        Assert.All(
            network.State.Where(s => s.Key != "head.bias"),
            s => Assert.True(s.Value.eq(copy.State[s.Key]).all().item<bool>())
        );
    }

    [Theory]
    [InlineData(Precision.BFloat16, false, false)]
    [InlineData(Precision.Float32, true, false)]
    [InlineData(Precision.BFloat16, true, true)]
    public void A_copy_and_what_grows_out_of_a_network_compute_as_it_does(
        Precision precision,
        bool training,
        bool dropsOut
    )
    {
        using var network = RandomNetworks.Trained(Small, 1);
        (network.Precision, network.IsTraining, network.DropsOut, network.MostMemory) = (
            precision,
            training,
            dropsOut,
            1_000_000
        );
        using var copy = network.Copy();
        using var larger = network.At(new ImageShape(2, 16, 16));
        var target = Architectures.Find("vgg-small").Build(Small.Input, 3, 0.2);
        using var wide = Widen.To(network, null, target, new Seed(1), new GrowthSettings { LeastShare = 0.2 });
        var group = new ChannelGroups(Small).Free.First().Name;
        using var narrow = Prune.To(network, null, new Dictionary<string, IReadOnlyList<int>> { [group] = [0] });

        Assert.All(
            new[] { copy, larger, wide.Network, narrow.Network },
            n =>
                Assert.Equal(
                    (precision, training, dropsOut, 1_000_000L),
                    (n.Precision, n.IsTraining, n.DropsOut, n.MostMemory)
                )
        );
    }

    [Fact]
    public void Nothing_is_left_in_memory()
    {
        using var scope = NewDisposeScope();
        var images = RandomNetworks.Images(Small, 2, 1, ScalarType.Float32);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var network = new Network(Small, new Seed(1)))
        {
            network.Forward(images).Dispose();
            foreach (var observed in network.Observe(images, ["relu1_1", "head"]).Values)
            {
                observed.Dispose();
            }

            network.Copy().Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // The obvious way: one layer after another, nothing in place, nothing reordered.
    private static Dictionary<string, Tensor> LayerByLayer(Network network, Tensor images, bool training)
    {
        var values = new Dictionary<string, Tensor> { [Blueprint.Image] = images };
        foreach (var layer in network.Blueprint.Layers)
        {
            var x = values[layer.Sources[0]];
            Tensor? P(string name) => network.State.GetValueOrDefault($"{layer.Name}.{name}");
            values[layer.Name] = layer switch
            {
                Convolution c => InParts(x, P("weight")!, P("bias"), c.Groups, c.Stride, c.Padding),
                DepthwiseConvolution c => InParts(x, P("weight")!, P("bias"), (int)x.shape[1], c.Stride, c.Padding),
                BatchNorm n => nn.functional.batch_norm(
                    x,
                    P("running_mean"),
                    P("running_var"),
                    P("weight"),
                    P("bias"),
                    training,
                    0.1,
                    n.Epsilon
                ),
                Relu r => x.clamp_min(0).clamp_max(r.Limit ?? double.PositiveInfinity),
                Dropout => x * 1.0,
                MaxPooling m => nn.functional.max_pool2d(
                    x,
                    [m.Side, m.Side],
                    [m.Stride ?? m.Side, m.Stride ?? m.Side],
                    [m.Padding, m.Padding],
                    null,
                    m.Ceiling
                ),
                AveragePooling a => nn.functional.avg_pool2d(
                    x,
                    [a.Side, a.Side],
                    [a.Stride ?? a.Side, a.Stride ?? a.Side]
                ),
                Add a => stack(a.Inputs.Select(i => values[i])).sum([0L]),
                Concat c => cat([.. c.Inputs.Select(i => values[i])], 1),
                ZeroChannels z => cat(
                    [
                        zeros_like(x).repeat(1, z.Before + 1, 1, 1)[.., ..z.Before],
                        x,
                        zeros_like(x).repeat(1, z.After + 1, 1, 1)[.., ..z.After],
                    ],
                    1
                ),
                GlobalAveragePooling => x.mean([2, 3]),
                Flatten => x.reshape(x.shape[0], -1),
                Linear => x.matmul(P("weight")!.t()) + (P("bias") ?? 0.0),
                _ => throw new NotSupportedException(layer.Name),
            };
        }

        return values;
    }

    private static Tensor InParts(Tensor x, Tensor weight, Tensor? bias, int parts, int stride, int padding) =>
        cat(
            [
                .. x.chunk(parts, 1)
                    .Zip(
                        weight.chunk(parts, 0),
                        (part, kernel) => nn.functional.conv2d(part, kernel, null, [stride, stride], [padding, padding])
                    ),
            ],
            1
        ) + (bias?.reshape(1, -1, 1, 1) ?? zeros(1, dtype: x.dtype));

    private static void AssertClose(Tensor expected, Tensor actual, string name, double tolerance = 1e-10) =>
        Assert.True(
            (expected - actual).abs().max().item<double>()
                < tolerance * Math.Max(1, expected.abs().max().item<double>()),
            name
        );
}
