using Accrete.Costs;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>How far a run is, for a person who watches it.</summary>
/// <param name="Stage">The stage that is trained.</param>
/// <param name="Stages">All stages of the run.</param>
/// <param name="Step">Steps done in the stage.</param>
/// <param name="Epoch">What the steps of this epoch saw.</param>
/// <param name="LearningRate">The rate of the last step.</param>
/// <param name="TestAccuracy">The newest accuracy on test images; null before the first.</param>
/// <param name="MacsSpent">Multiply-accumulates of training steps so far.</param>
/// <param name="Seconds">Time of the run so far.</param>
/// <param name="Budget">What the run may take; null where that was not asked.</param>
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
    /// <summary>The share of the run that is done.</summary>
    public double Share => Stage.SpentAt(Step);
}
