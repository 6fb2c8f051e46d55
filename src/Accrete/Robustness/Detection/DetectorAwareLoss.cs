using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// What an attacker makes larger who knows the detector: cross-entropy first of all, less the detector's score. Where the answer is
/// wrong by far, only the score counts any more.
/// </summary>
/// <param name="Family">Who is attacked; its last network's answer must become wrong.</param>
/// <param name="Score">What must stay low.</param>
public sealed record DetectorAwareLoss(Family Family, IScore Score) : IAttackLoss
{
    // Nats; the right class then has a confidence of 5 %.
    private const double Enough = 3;

    // Scores reach a hundred where cross-entropy is a few: without it the attack stays unsuspicious, and fails.
    private const double Priority = 10;

    /// <inheritdoc/>
    public Tensor Measure(Tensor pixels, Goal goal)
    {
        var answers = Family.Ask(pixels);
        return (Priority * goal.CrossEntropy(answers.LastLogits).clamp(max: Enough)) - Score.Measure(answers);
    }
}
