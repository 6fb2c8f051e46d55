using Accrete.Robustness.Attacks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// What an attacker makes larger who knows the detector: cross-entropy where the answer is still right, elsewhere the
/// detector's score, turned round. Every loss of the second kind is above all of the first, so that the highest one is
/// that of the wrong answer with the lowest score.
/// </summary>
/// <remarks>
/// Selective projected gradient descent: Bryniarski et al., <i>Evading Adversarial Example Detection Defenses with
/// Orthogonal Projected Gradient Descent</i>, 2022. One weighted sum of both is what their scales make of it.
/// </remarks>
/// <param name="Family">Who is attacked; its last network's answer must become wrong.</param>
/// <param name="Score">What must stay low.</param>
internal sealed record DetectorAwareLoss(Family Family, IScore Score) : IAttackLoss
{
    // By how much the logit of a wrong answer leads at least, so that a rounding error of float32 does not undo it.
    private const double Lead = 1e-3;

    // Above any cross-entropy of an answer that is not wrong by so much, and more than scores reach, which are hundreds
    // at most where images are attacked; float32 still tells them apart by a thousandth there.
    private const double Wrong = 10_000;

    /// <inheritdoc/>
    public Tensor Measure(Tensor pixels, Goal goal)
    {
        var answers = Family.Ask(pixels);
        // The layers come first: the logits come with them.
        var score = Score.Measure(answers);
        return where(goal.Margin(answers.LastLogits) > Lead, Wrong - score, goal.CrossEntropy(answers.LastLogits));
    }
}
