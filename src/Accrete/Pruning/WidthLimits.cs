namespace Accrete.Pruning;

/// <summary>Limits of the widths that pruning leaves.</summary>
/// <param name="Floor">The smallest number of channels of a group; a group that has fewer keeps them all.</param>
/// <param name="Multiple">Widths are rounded to the nearest multiple of this number, at least to once the number; a
/// group that has fewer channels keeps them all.</param>
public sealed record WidthLimits(int Floor = 1, int Multiple = 1)
{
    /// <summary>Computes the allowed width that is nearest to a wanted one.</summary>
    /// <param name="wanted">The wanted number of channels.</param>
    /// <param name="most">The largest possible number of channels.</param>
    public int Apply(int wanted, int most)
    {
        var nearest = (int)Math.Round((double)wanted / Multiple, MidpointRounding.AwayFromZero);
        var least = (Math.Max(Floor, 1) + Multiple - 1) / Multiple;
        return Math.Min(most, Math.Max(nearest, least) * Multiple);
    }
}
