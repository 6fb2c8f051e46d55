namespace Accrete.Robustness.Detection;

/// <summary>How well scores tell images that should be noticed from those that should not.</summary>
/// <param name="ordinary">The scores of images that should pass; at least one.</param>
/// <param name="suspicious">The scores of images that should be noticed; at least one.</param>
internal sealed class Roc(IReadOnlyList<float> ordinary, IReadOnlyList<float> suspicious)
{
    private readonly float[] passing = [.. ordinary.Order()];
    private readonly float[] noticed = [.. suspicious.Order()];

    /// <summary>
    /// The area under the curve: how likely a suspicious image scores above an ordinary one, where equal scores count
    /// half.
    /// </summary>
    public double Auc => noticed.Average(s => (Below(passing, s) + NotAbove(passing, s)) / 2.0 / passing.Length);

    /// <summary>The share of suspicious images above a threshold.</summary>
    public double DetectionRate(double threshold) => Above(noticed, threshold);

    /// <summary>The share of ordinary images above a threshold.</summary>
    public double FalsePositiveRate(double threshold) => Above(passing, threshold);

    /// <summary>
    /// Points of the curve, from nothing noticed to everything, evenly spaced by false positives as far as scores
    /// allow.
    /// </summary>
    /// <param name="count">How many at most; at least two.</param>
    public IReadOnlyList<RocPoint> Curve(int count)
    {
        var thresholds = Enumerable
            .Range(0, count - 1)
            .Select(i => passing[^(1 + (int)((long)i * (passing.Length - 1) / Math.Max(1, count - 2)))])
            .Distinct();
        return [.. thresholds.Select(t => new RocPoint(FalsePositiveRate(t), DetectionRate(t))), new RocPoint(1, 1)];
    }

    private static double Above(float[] sorted, double threshold) =>
        1 - ((double)NotAbove(sorted, threshold) / sorted.Length);

    private static int Below(float[] sorted, double value) => First(sorted, s => s >= value);

    private static int NotAbove(float[] sorted, double value) => First(sorted, s => s > value);

    // The first place at which a condition holds that holds from there on.
    private static int First(float[] sorted, Func<float, bool> holds)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = holds(sorted[middle]) ? (from, middle) : (middle + 1, to);
        }

        return from;
    }
}
