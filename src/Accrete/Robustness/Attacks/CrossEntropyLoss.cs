using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>The mean cross-entropy of one victim, or of several that are attacked together.</summary>
/// <param name="Victims">At least one.</param>
internal sealed record CrossEntropyLoss(params IReadOnlyList<IVictim> Victims) : IAttackLoss
{
    /// <inheritdoc/>
    public Tensor Measure(Tensor pixels, Goal goal) =>
        Victims.Select(v => goal.CrossEntropy(v.Logits(pixels))).Aggregate((sum, next) => sum + next) / Victims.Count;
}
