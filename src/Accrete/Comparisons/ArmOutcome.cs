namespace Accrete.Comparisons;

/// <summary>What an arm reached, over its seeds.</summary>
/// <param name="Name">See <see cref="Arm.Name"/>.</param>
/// <param name="Runs">A run for each seed.</param>
/// <param name="Mean">Mean accuracy on the test images.</param>
/// <param name="Std">Its standard deviation over the seeds (of a sample); null for a single seed.</param>
internal sealed record ArmOutcome(string Name, IReadOnlyList<ComparedRun> Runs, double Mean, double? Std)
{
    /// <summary>The outcome of some runs, at least one.</summary>
    public static ArmOutcome Of(string name, IReadOnlyList<ComparedRun> runs)
    {
        var mean = runs.Average(r => r.TestAccuracy);
        double? deviation =
            runs.Count < 2 ? null : Math.Sqrt(runs.Sum(r => Math.Pow(r.TestAccuracy - mean, 2)) / (runs.Count - 1));
        return new ArmOutcome(name, runs, mean, deviation);
    }
}
