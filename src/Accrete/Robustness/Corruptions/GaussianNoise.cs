using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Normal noise, as of a sensor in the dark.</summary>
internal sealed class GaussianNoise : ICorruption
{
    private static readonly double[] Deviations = [0.04, 0.06, 0.08, 0.09, 0.10];

    public string Name => "gaussian_noise";

    public Tensor Apply(Tensor images, int severity, Generator draws) =>
        images + (randn(images.shape, generator: draws) * Deviations[severity - 1]);
}
