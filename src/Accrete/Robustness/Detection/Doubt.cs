using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// How little the other networks believe the last one's answer: the mean of the negative logarithms of their confidence
/// in it.
/// </summary>
internal sealed class Doubt : IScore
{
    /// <inheritdoc/>
    public string Name => "doubt";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var (answer, others) = (answers.Answer.unsqueeze(1), answers.Family.Members.Count - 1);
        return Enumerable
                .Range(0, others)
                .Select(m => -answers.Logits(m).log_softmax(1).gather(1, answer).squeeze(1))
                .Aggregate((sum, next) => sum + next) / others;
    }
}
