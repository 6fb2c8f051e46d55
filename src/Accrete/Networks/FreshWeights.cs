using Accrete.Blueprints;
using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>First values of parameters.</summary>
internal static class FreshWeights
{
    /// <summary>
    /// Kernels and matrices are drawn from a normal distribution of variance 2 / fan in (He et al., 2015), scales and
    /// variances are 1, everything else 0. Each parameter has its own seed, so that none depends on the others.
    /// </summary>
    public static Tensor Make(ParameterSpec spec, Seed seed)
    {
        if (spec.Shape.Count == 1)
        {
            return
                spec.Name.EndsWith(".weight", StringComparison.Ordinal)
                || spec.Name.EndsWith(".running_var", StringComparison.Ordinal)
                ? ones([.. spec.Shape])
                : zeros([.. spec.Shape]);
        }

        using var generator = new Generator(seed.For(spec.Name).Value);
        var fanIn = spec.Count / spec.Shape[0];
        return randn([.. spec.Shape], dtype: ScalarType.Float32, generator: generator).mul_(Math.Sqrt(2.0 / fanIn));
    }
}
