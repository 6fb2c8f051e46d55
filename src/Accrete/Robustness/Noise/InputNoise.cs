using Accrete.Robustness.Corruptions;
using static TorchSharp.torch;

namespace Accrete.Robustness.Noise;

/// <summary>Noise on the pixels, by strength.</summary>
/// <param name="Name">As in files and tables.</param>
/// <param name="Strengths">What each severity means, in parts of the pixel range; of salt and pepper the share of
/// pixels.</param>
/// <param name="Noisy">Makes images noisy.</param>
internal sealed record InputNoise(
    string Name,
    IReadOnlyList<double> Strengths,
    Func<Tensor, double, Generator, Tensor> Noisy
) : ICorruption
{
    /// <summary>The one whose strength is a share of pixels, not a size.</summary>
    public const string SaltAndPepperName = "salt-and-pepper";

    /// <summary>The kinds.</summary>
    public static IReadOnlyList<InputNoise> All { get; } =
    [
        new(
            "gaussian",
            [0.02, 0.05, 0.1, 0.15, 0.2],
            (images, strength, draws) => images + (randn(images.shape, generator: draws) * strength)
        ),
        new(
            "uniform",
            [0.04, 0.1, 0.2, 0.3, 0.4],
            (images, strength, draws) => images + (((2 * rand(images.shape, generator: draws)) - 1) * strength)
        ),
        new(SaltAndPepperName, [0.01, 0.02, 0.05, 0.1, 0.2], SaltAndPepper),
    ];

    /// <inheritdoc/>
    public Tensor Apply(Tensor images, int severity, Generator draws) => Noisy(images, Strengths[severity - 1], draws);

    // Whole pixels, all channels of them alike.
    private static Tensor SaltAndPepper(Tensor images, double share, Generator draws)
    {
        long[] pixels = [images.shape[0], 1, images.shape[2], images.shape[3]];
        var white = (rand(pixels, generator: draws) < 0.5).to_type(images.dtype);
        return where(rand(pixels, generator: draws) < share, white, images);
    }
}
