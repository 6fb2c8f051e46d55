using Accrete.Blueprints;
using Accrete.Growth;

namespace Accrete.Cumulative;

/// <summary>What one stage did and reached, as <c>run.json</c> holds it.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Blueprint">The architecture.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
/// <param name="Images">Training images in the subset.</param>
/// <param name="Epochs">Passes over them.</param>
/// <param name="TrainingMacs">Multiply-accumulates of its training steps.</param>
/// <param name="Seconds">Time of its training, growth and evaluations.</param>
/// <param name="TrainAccuracy">Fraction of its own images classified rightly at its end, as the test images are; of as
/// many images as there are to test on.</param>
/// <param name="TestAccuracy">Fraction of the test images classified rightly at its end.</param>
/// <param name="Receipts">The proofs of the growth that began it.</param>
public sealed record StageOutcome(
    int Index,
    Blueprint Blueprint,
    long Parameters,
    long ForwardMacs,
    int Images,
    double Epochs,
    long TrainingMacs,
    double Seconds,
    double TrainAccuracy,
    double TestAccuracy,
    IReadOnlyList<Receipt> Receipts
)
{
    /// <summary>Training steps, as <see cref="Plans.StagePlan.Steps"/>.</summary>
    public IReadOnlyList<long> Steps
    {
        get => field ?? [];
        init;
    }

    /// <summary>What was foretold so that the run ends with its budget; null without one.</summary>
    public StageForecast? Forecast { get; init; }

    /// <summary>What of the budget the run had spent at the end of the stage; null without a budget.</summary>
    public double? Spent { get; init; }
}
