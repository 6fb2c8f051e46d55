using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>How unsure the last network is: 1 less its highest confidence.</summary>
/// <remarks>
/// Hendrycks and Gimpel, <i>A Baseline for Detecting Misclassified and Out-of-Distribution Examples</i>, 2017.
/// </remarks>
internal sealed class MaxSoftmax : IScore
{
    /// <inheritdoc/>
    public string Name => "max-softmax";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers) => 1 - answers.LastLogits.softmax(1).amax([1]);
}
