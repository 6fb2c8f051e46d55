using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>Several scores in one: the sum of how surprising each is among clean images.</summary>
/// <remarks>
/// Up to a factor Fisher's combination of tests (R. A. Fisher, <i>Statistical Methods for Research Workers</i>, 1925).
/// The parts are not independent, so the sum is calibrated again.
/// </remarks>
/// <param name="name">As in files and tables.</param>
/// <param name="parts">The scores, and what they are on clean images.</param>
internal sealed class CombinedScore(string name, IReadOnlyList<(IScore Score, Calibration Calibration)> parts) : IScore
{
    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What it is made of.</summary>
    public IReadOnlyList<(IScore Score, Calibration Calibration)> Parts => parts;

    /// <inheritdoc/>
    public Tensor Measure(FamilyAnswers answers) =>
        parts.Select(p => p.Calibration.Surprise(p.Score.Measure(answers))).Aggregate((sum, next) => sum + next);
}
