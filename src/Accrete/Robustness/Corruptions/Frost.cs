using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Ice on the lens.</summary>
/// <remarks>
/// The published files show crops of six photographs of ice. Here crystals are drawn instead: ridges of fractal clouds,
/// blue and white, of about the same brightness. Weights of picture and ice are the published ones.
/// </remarks>
internal sealed class Frost : ICorruption
{
    private const double Decay = 1.6;
    private const double Sharpness = 3;
    private static readonly (double Picture, double Ice)[] Weights =
    [
        (1, 0.2),
        (1, 0.3),
        (0.9, 0.4),
        (0.85, 0.4),
        (0.75, 0.45),
    ];
    private static readonly float[] Tint = [0.78f, 0.88f, 1f];

    public string Name => "frost";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (picture, ice) = Weights[severity - 1];
        return (images * picture) + (Crystals(images, draws) * ice);
    }

    // Bright where a cloud is at half its height, as along the edge of a crystal.
    private static Tensor Crystals(Tensor images, Generator draws)
    {
        var cloud = PlasmaFractal.Over(images, Decay, draws);
        var ridges = (1 - ((2 * cloud) - 1).abs()).pow(Sharpness);
        return images.shape[1] == 3 ? ridges * tensor(Tint).view(1, 3, 1, 1) : ridges;
    }
}
