using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Noise;

/// <summary>Noise on the weights, as of analogue memory.</summary>
internal static class WeightNoise
{
    /// <summary>
    /// The strengths that are measured: standard deviations of the noise, as parts of those of each tensor's values.
    /// </summary>
    public static IReadOnlyList<double> Strengths { get; } = [0.02, 0.05, 0.1, 0.2, 0.3];

    /// <summary>A copy of a network whose kernels and matrices have normal noise on them.</summary>
    /// <param name="network">The network; it stays as it is.</param>
    /// <param name="strength">The standard deviation, as a part of that of each tensor's values.</param>
    /// <param name="seed">The seed of all random choices.</param>
    public static Network On(Network network, double strength, Seed seed)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var noisy = network.Copy();
        foreach (var (name, values) in noisy.Learned.Where(p => p.Value.dim() > 1))
        {
            using var draws = new Generator(seed.For(name).Value);
            values.add_(
                (randn(values.shape, dtype: values.dtype, generator: draws) * strength).to(values.device) * values.std()
            );
        }

        return noisy;
    }
}
