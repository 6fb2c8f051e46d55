using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Values that are lost: as many black as white.</summary>
internal sealed class ImpulseNoise : ICorruption
{
    private static readonly double[] Shares = [0.01, 0.02, 0.03, 0.05, 0.07];

    public string Name => "impulse_noise";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var lost = rand(images.shape, generator: draws) < Shares[severity - 1];
        var white = (rand(images.shape, generator: draws) < 0.5).to_type(images.dtype);
        return where(lost, white, images);
    }
}
