namespace Accrete.Comparisons;

/// <summary>Whether cumulative training reached what training from scratch did, and at which cost.</summary>
/// <param name="Target">The mean accuracy of training from scratch.</param>
/// <param name="MacsRatio">Multiply-accumulates of cumulative training over those from scratch, means over the
/// seeds.</param>
/// <param name="SecondsRatio">The same of the time.</param>
/// <param name="Reached">Whether the mean accuracy of cumulative training is at least the target.</param>
internal sealed record IsoAccuracy(double Target, double MacsRatio, double SecondsRatio, bool Reached)
{
    /// <summary>
    /// The saving of time as a part of the saving of multiply-accumulates: 1 where small networks use the machine as
    /// well as large ones.
    /// </summary>
    public double WallClockOverMacs => MacsRatio / SecondsRatio;

    /// <summary>Compares two arms over the seeds that both have; null where they share none.</summary>
    public static IsoAccuracy? Of(ArmOutcome cumulative, ArmOutcome scratch)
    {
        var pairs = cumulative
            .Runs.Join(scratch.Runs, r => r.Seed, r => r.Seed, (own, other) => (own, other))
            .ToArray();
        if (pairs.Length == 0)
        {
            return null;
        }

        var target = pairs.Average(p => p.other.TestAccuracy);
        return new IsoAccuracy(
            target,
            pairs.Average(p => (double)p.own.TrainingMacs) / pairs.Average(p => (double)p.other.TrainingMacs),
            pairs.Average(p => p.own.Seconds) / pairs.Average(p => p.other.Seconds),
            pairs.Average(p => p.own.TestAccuracy) >= target
        );
    }
}
