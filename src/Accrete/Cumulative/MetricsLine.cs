namespace Accrete.Cumulative;

/// <summary>One line of <c>metrics.jsonl</c>: the end of an epoch, or an evaluation.</summary>
/// <param name="Stage">The number of the stage, from 1.</param>
/// <param name="Epoch">Epochs done in the stage.</param>
/// <param name="Step">The number of finished steps of the stage.</param>
/// <param name="LearningRate">The learning rate of the last step.</param>
/// <param name="TrainLoss">Mean loss of the epoch, while training.</param>
/// <param name="TrainAccuracy">Fraction classified rightly in the epoch, while training.</param>
/// <param name="TestLoss">Mean loss on the test images; null when they were not asked.</param>
/// <param name="TestAccuracy">Fraction of them classified rightly; null when they were not asked.</param>
/// <param name="TrainingMacs">Multiply-accumulates of the run's training steps so far.</param>
/// <param name="Seconds">The time of the run so far, in seconds.</param>
internal sealed record MetricsLine(
    int Stage,
    double Epoch,
    long Step,
    double LearningRate,
    double TrainLoss,
    double TrainAccuracy,
    double? TestLoss,
    double? TestAccuracy,
    long TrainingMacs,
    double Seconds
)
{
    /// <summary>Multiply-accumulates of all that training took so far: everything but tests.</summary>
    public long CostMacs { get; init; }

    /// <summary>Time of the same.</summary>
    public double CostSeconds { get; init; }
}
