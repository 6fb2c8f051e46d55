namespace Accrete.Bench.Measuring;

/// <summary>The middle of some measured values, and their ends.</summary>
/// <param name="Median">As many are above it as below.</param>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
internal readonly record struct Spread(double Median, double Least, double Most)
{
    /// <summary>The spread of some values, at least one.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[^1]);
    }
}
