using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// How evenly a picture's finest detail is spread: the median size of the diagonal differences of 2 x 2 pixels over their root mean
/// square. In pictures of things fine detail lies on few edges; perturbations of pixels, and noise, lie everywhere.
/// </summary>
/// <remarks>
/// The median of the finest diagonal detail measures noise in Donoho and Johnstone, <i>Ideal Spatial Adaptation by Wavelet Shrinkage</i>,
/// 1994. It asks no network.
/// </remarks>
public sealed class Grain : IScore
{
    // Half a level of 8 bits: what a picture without detail has.
    private const double Least = 0.5 / 255;

    /// <inheritdoc/>
    public string Name => "grain";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var pixels = answers.Pixels;
        var (height, width) = (pixels.shape[2] - 1, pixels.shape[3] - 1);
        var detail = ((Corner(0, 0) - Corner(1, 0) - Corner(0, 1) + Corner(1, 1)) / 2).flatten(1);
        return detail.abs().quantile(tensor(0.5f, device: detail.device), 1) / (detail.square().mean([1]) + (Least * Least)).sqrt();

        Tensor Corner(long y, long x) => pixels.narrow(2, y, height).narrow(3, x, width);
    }
}
