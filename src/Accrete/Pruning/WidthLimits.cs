namespace Accrete.Pruning;

/// <summary>Which widths pruning may leave.</summary>
/// <param name="Floor">The least channels of a group; a group that has fewer keeps them all.</param>
/// <param name="Multiple">Widths are rounded up to a multiple of this many channels.</param>
public sealed record WidthLimits(int Floor = 1, int Multiple = 1)
{
    /// <summary>The width nearest above a wanted one, and at most the present one.</summary>
    public int Apply(int wanted, int present)
    {
        var rounded = (wanted + Multiple - 1) / Multiple * Multiple;
        return Math.Min(present, Math.Max(Math.Max(rounded, Floor), 1));
    }
}
