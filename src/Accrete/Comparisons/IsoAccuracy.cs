namespace Accrete.Comparisons;

/// <summary>Whether cumulative training reached what training from scratch did, and at which cost.</summary>
/// <param name="Target">The mean accuracy of training from scratch.</param>
/// <param name="MacsRatio">Multiply-accumulates of cumulative training over those from scratch, means over the seeds.</param>
/// <param name="SecondsRatio">The same of the time.</param>
/// <param name="Reached">Whether the mean accuracy of cumulative training is at least the target.</param>
public sealed record IsoAccuracy(double Target, double MacsRatio, double SecondsRatio, bool Reached)
{
    /// <summary>Compares two arms.</summary>
    public static IsoAccuracy Of(ArmOutcome cumulative, ArmOutcome scratch) => new(
        scratch.Mean,
        cumulative.Runs.Average(r => r.TrainingMacs) / scratch.Runs.Average(r => r.TrainingMacs),
        cumulative.Runs.Average(r => r.Seconds) / scratch.Runs.Average(r => r.Seconds),
        cumulative.Mean >= scratch.Mean);
}
