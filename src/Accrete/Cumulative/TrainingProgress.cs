using Accrete.Costs;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>The progress of a run.</summary>
/// <param name="Stage">The stage that is trained.</param>
/// <param name="Stages">All stages of the run.</param>
/// <param name="Step">The number of finished steps of the stage.</param>
/// <param name="Epoch">The loss and accuracy of this epoch's steps.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="TestAccuracy">The newest accuracy on the test images; null before the first test.</param>
/// <param name="MacsSpent">The multiply-accumulates of training steps so far.</param>
/// <param name="Seconds">The time of the run so far, in seconds.</param>
/// <param name="Budget">The budget of the run; null if it has none.</param>
public sealed record TrainingProgress(
    Stage Stage,
    IReadOnlyList<Stage> Stages,
    long Step,
    StepResult Epoch,
    double LearningRate,
    double? TestAccuracy,
    long MacsSpent,
    double Seconds,
    Budget? Budget
)
{
    /// <summary>Gets the share of the run that is done, from 0 to 1.</summary>
    public double Share => Stage.SpentAt(Step);
}
