using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Poisson noise: light comes in photons.</summary>
internal sealed class ShotNoise : ICorruption
{
    private static readonly double[] Photons = [500, 250, 100, 75, 50];

    public string Name => "shot_noise";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var photons = Photons[severity - 1];
        return poisson(images * photons, draws) / photons;
    }
}
