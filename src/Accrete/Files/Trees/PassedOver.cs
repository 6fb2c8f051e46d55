namespace Accrete.Files.Trees;

/// <summary>Files or folders below a data set that are not used, for one reason.</summary>
/// <param name="Reason">Why, in words that follow "passed over," such as <c>not an image</c>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Names">The first of them, in order, as people find them below the set.</param>
public sealed record PassedOver(string Reason, long Count, IReadOnlyList<string> Names)
{
    /// <summary>How many are named.</summary>
    public const int MostNamed = 20;

    // As many as fit in a line.
    private const int MostShown = 3;

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Count} passed over, {Reason}: {Listed(Names, Count)}";

    internal static PassedOver Of(string reason, IReadOnlyCollection<string> all) =>
        new(reason, all.Count, [.. all.Order(StringComparer.Ordinal).Take(MostNamed)]);

    /// <summary>The first names of a longer list, and how many more there are.</summary>
    /// <param name="names">The names.</param>
    /// <param name="count">How many there are in all.</param>
    /// <param name="of">What is counted, where that is not what was counted before it.</param>
    internal static string Listed(IReadOnlyList<string> names, long count, string? of = null)
    {
        var shown = string.Join(", ", names.Take(MostShown));
        var more = count - Math.Min(names.Count, MostShown);
        return more <= 0 ? shown : $"{shown} and {(of is null ? $"{more} more" : Counted.Of(more, $"more {of}"))}";
    }
}
