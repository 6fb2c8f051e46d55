using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// How evenly a picture's finest detail is spread: the median size of the diagonal differences of 2 x 2 pixels over
/// their root mean square. In pictures of things fine detail lies on few edges; perturbations of pixels, and noise, lie
/// everywhere.
/// </summary>
/// <remarks>
/// The median of the finest diagonal detail measures noise in Donoho and Johnstone, <i>Ideal Spatial Adaptation by
/// Wavelet Shrinkage</i>, 1994. It asks no network.
/// </remarks>
internal sealed class Grain : IScore
{
    // Half a level of 8 bits: what a picture without detail has.
    private const double Least = 0.5 / 255;

    // In medians: how large differences may be whose mean is followed by gradients.
    private const double Reach = 1.5;

    /// <inheritdoc/>
    public string Name => "grain";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var pixels = answers.Pixels;
        var (height, width) = (pixels.shape[2] - 1, pixels.shape[3] - 1);
        var detail = ((Corner(0, 0) - Corner(1, 0) - Corner(0, 1) + Corner(1, 1)) / 2).flatten(1);
        return Median(detail.abs()) / (detail.square().mean([1]) + (Least * Least)).sqrt();

        Tensor Corner(long y, long x) => pixels.narrow(2, y, height).narrow(3, x, width);
    }

    // A median's own gradient is that of one value. An attacker is not bound to it: what flows back is that of a mean
    // of small values, which is what must become smaller for the median to do so.
    private static Tensor Median(Tensor values)
    {
        var median = values.detach().quantile(tensor(0.5f, device: values.device), 1);
        if (!values.requires_grad)
        {
            return median;
        }

        var weights = (-(values.detach() / ((Reach * median) + Least).unsqueeze(1)).square()).exp();
        var followed = (values * weights).sum(1) / weights.sum(1);
        return median + (followed - followed.detach());
    }
}
