using Accrete.Blueprints;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Robustness.Noise;
using Accrete.Tests.Cli;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Noise;

public sealed class NoiseTests
{
    [Fact]
    public void Noise_on_pixels_has_the_strength_it_says()
    {
        foreach (var kind in InputNoise.All)
        {
            for (var severity = 1; severity <= kind.Strengths.Count; severity++)
            {
                using var scope = NewDisposeScope();
                using var draws = new Generator(1);
                var noisy = kind.Apply(full([64, 3, 32, 32], 0.5f), severity, draws);
                var strength = kind.Strengths[severity - 1];
                var expected = kind.Name switch
                {
                    "gaussian" => strength,
                    "uniform" => strength / Math.Sqrt(3),
                    _ => Math.Sqrt(strength) / 2,
                };
                Assert.Equal(expected, noisy.std().item<float>(), 0.05 * expected);
                Assert.Equal(0.5, noisy.mean().item<float>(), 0.02);
            }
        }
    }

    [Fact]
    public void Pepper_falls_on_whole_pixels()
    {
        using var scope = NewDisposeScope();
        using var draws = new Generator(1);
        var noisy = InputNoise.All.Single(n => n.Name == "salt-and-pepper").Apply(full([4, 3, 32, 32], 0.5f), 5, draws);
        Assert.True(noisy.std(1).max().item<float>() < 1e-6);
    }

    [Fact]
    public void Noise_on_weights_leaves_the_network_and_its_vectors_as_they_are()
    {
        using var scope = NewDisposeScope();
        using var network = MadeModel.Make().Network;
        var before = network.State.ToDictionary(s => s.Key, s => s.Value.detach().clone());

        using var noisy = WeightNoise.On(network, 0.3, new Seed(1));

        foreach (var (name, values) in network.State)
        {
            Assert.True(values.eq(before[name]).all().item<bool>());
            var change = (noisy.State[name] - values).to_type(ScalarType.Float64);
            var expected = values.dim() > 1 ? 0.3 * values.std().item<float>() : 0;
            // Four deviations of a deviation of so many values.
            Assert.Equal(
                expected,
                Math.Sqrt(change.square().mean().item<double>()),
                4 * expected / Math.Sqrt(2 * values.numel())
            );
        }
    }

    [Fact]
    public void Noise_goes_through_a_linear_network_as_its_matrix_says()
    {
        using var scope = NewDisposeScope();
        var builder = new BlueprintBuilder("linear", new ImageShape(1, 2, 2));
        builder.Linear(builder.Flatten(Blueprint.Image), 2);
        using var network = new Network(builder.Build(), new Seed(1));
        var (clean, noise) = (randn(50, 1, 2, 2), randn(50, 1, 2, 2) * 0.1);
        var labels = zeros([50], ScalarType.Int64);

        var measured = Assert.Single(
            NoisePropagation.Of(network, new ImageSample(clean, labels), new ImageSample(clean + noise, labels))
        );

        var (matrix, bias) = (
            network.State.Values.Single(v => v.dim() == 2),
            network.State.Values.Single(v => v.dim() == 1)
        );
        var expected =
            noise.flatten(1).mm(matrix.t()).norm().item<float>()
            / (clean.flatten(1).mm(matrix.t()) + bias).norm().item<float>();
        Assert.Equal(expected, measured.Share!.Value, 1e-5);
        Assert.All(
            NoisePropagation.Of(network, new ImageSample(clean, labels), new ImageSample(clean, labels)),
            p => Assert.Equal(0, p.Share)
        );
    }

    [Fact]
    public void Of_a_layer_that_says_nothing_no_share_is_given()
    {
        using var scope = NewDisposeScope();
        var builder = new BlueprintBuilder("dead", new ImageShape(1, 2, 2));
        builder.Linear(builder.Relu(builder.Linear(builder.Flatten(Blueprint.Image), 3)), 2);
        using var network = new Network(builder.Build(), new Seed(1));
        using (no_grad())
        {
            var biases = network.State.Values.Where(v => v.dim() == 1).ToArray();
            biases[0].fill_(-100);
            biases[1].fill_(1);
        }

        var (clean, labels) = (rand(50, 1, 2, 2), zeros([50], ScalarType.Int64));
        var measured = NoisePropagation.Of(
            network,
            new ImageSample(clean, labels),
            new ImageSample(clean + 0.1, labels)
        );

        Assert.Equal([null, 0], measured.Select(p => p.Share));
    }
}
