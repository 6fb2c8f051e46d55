using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>How near the last network's answer is to another one: the second logit less the first.</summary>
internal sealed class Margin : IScore
{
    /// <inheritdoc/>
    public string Name => "margin";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var (likeliest, _) = answers.LastLogits.topk(2, 1);
        return likeliest.select(1, 1) - likeliest.select(1, 0);
    }
}
