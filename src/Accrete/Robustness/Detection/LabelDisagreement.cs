using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>The share of the other networks that name another class than the last one; it has no gradient.</summary>
internal sealed class LabelDisagreement : IScore
{
    /// <inheritdoc/>
    public string Name => "disagreement";

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers)
    {
        var answer = answers.Answer;
        var others = answers.Family.Members.Count - 1;
        return Enumerable
                .Range(0, others)
                .Select(m => answers.Logits(m).argmax(1).ne(answer).to_type(ScalarType.Float32))
                .Aggregate((sum, next) => sum + next) / others;
    }
}
