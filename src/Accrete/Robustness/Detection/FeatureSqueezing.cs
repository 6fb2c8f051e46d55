using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Detection;

/// <summary>
/// How much the last network's confidences change, in the sum of absolute values, when the picture loses detail: fewer
/// levels, and the median of 2 x 2 pixels; the larger of both changes. Rounding to levels passes gradients on as they
/// are.
/// </summary>
/// <remarks>
/// Xu, Evans and Qi, <i>Feature Squeezing: Detecting Adversarial Examples in Deep Neural Networks</i>, 2018.
/// </remarks>
internal sealed class FeatureSqueezing : IScore
{
    // Theirs: 5 bits for colour images, 1 bit for grey ones.
    private const int ColourLevels = 31;
    private const int GreyLevels = 1;

    /// <inheritdoc/>
    public string Name => "feature-squeezing";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var confidences = answers.LastLogits.softmax(1);
        return maximum(Change(FewerLevels(answers.Pixels)), Change(MedianOfFour(answers.Pixels)));

        Tensor Change(Tensor squeezed) => (answers.Family.Last.Logits(squeezed).softmax(1) - confidences).abs().sum(1);
    }

    private static Tensor FewerLevels(Tensor pixels)
    {
        var levels = pixels.shape[1] == 1 ? GreyLevels : ColourLevels;
        return pixels + (((pixels * levels).round() / levels) - pixels).detach();
    }

    // Of each pixel and those to the right and below; of four values the median is the mean of the middle two.
    private static Tensor MedianOfFour(Tensor pixels)
    {
        var (height, width) = (pixels.shape[2], pixels.shape[3]);
        var padded = Functional.pad(pixels, [0, 1, 0, 1], TorchSharp.PaddingModes.Replicate);
        var four = stack([
            .. from y in new[] { 0L, 1L }
            from x in new[] { 0L, 1L }
            select padded.narrow(2, y, height).narrow(3, x, width),
        ]);
        var (sorted, _) = four.sort(0);
        return (sorted[1] + sorted[2]) / 2;
    }
}
