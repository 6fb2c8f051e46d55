using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>The standard deviation, over the networks, of the confidence in the last one's answer.</summary>
internal sealed class ConfidenceSpread : IScore
{
    private const double Least = 1e-12;

    /// <inheritdoc/>
    public string Name => "spread";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var answer = answers.Answer.unsqueeze(1);
        var confidences = cat([.. answers.Confidences.Select(c => c.gather(1, answer))], 1);
        return ((confidences - confidences.mean([1], keepdim: true)).square().mean([1]) + Least).sqrt();
    }
}
