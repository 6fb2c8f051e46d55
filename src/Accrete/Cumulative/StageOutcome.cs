using Accrete.Blueprints;
using Accrete.Growth;

namespace Accrete.Cumulative;

/// <summary>The outcome of a stage, as stored in <c>run.json</c>.</summary>
/// <param name="Index">The number of the stage, from 1.</param>
/// <param name="Blueprint">The architecture.</param>
/// <param name="Parameters">The number of learned values.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
/// <param name="Images">The number of training images in the subset.</param>
/// <param name="Epochs">The number of passes over them.</param>
/// <param name="TrainingMacs">The multiply-accumulates of its training steps.</param>
/// <param name="Seconds">The time of its training, growth and tests, in seconds.</param>
/// <param name="TrainAccuracy">The fraction of its own images that are classified correctly at its end, without
/// augmentation, measured on as many images as there are test images.</param>
/// <param name="TestAccuracy">The fraction of the test images that are classified correctly at its end.</param>
/// <param name="Receipts">The receipts of the pruning and growth with which the stage began.</param>
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
    /// <summary>Gets the number of training steps of each part, as in <see cref="Plans.StagePlan.Steps"/>.</summary>
    public IReadOnlyList<long> Steps
    {
        get => field ?? [];
        init;
    }

    /// <summary>Gets the forecast that was made so that the run ends with its budget; null without a budget.</summary>
    public StageForecast? Forecast { get; init; }

    /// <summary>Gets what the run had spent of its budget at the end of the stage; null without a budget.</summary>
    public double? Spent { get; init; }
}
