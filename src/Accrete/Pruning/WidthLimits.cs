namespace Accrete.Pruning;

/// <summary>Which widths pruning may leave.</summary>
/// <param name="Floor">The least channels of a group; a group that has fewer keeps them all.</param>
/// <param name="Multiple">Widths are rounded to the nearest multiple of this many channels, and at least to one; a
/// group that has fewer than that keeps them all.</param>
public sealed record WidthLimits(int Floor = 1, int Multiple = 1)
{
    /// <summary>The allowed width nearest to a wanted one.</summary>
    /// <param name="wanted">How many channels are wanted.</param>
    /// <param name="most">How many there can be.</param>
    public int Apply(int wanted, int most)
    {
        var nearest = (int)Math.Round((double)wanted / Multiple, MidpointRounding.AwayFromZero);
        var least = (Math.Max(Floor, 1) + Multiple - 1) / Multiple;
        return Math.Min(most, Math.Max(nearest, least) * Multiple);
    }
}
