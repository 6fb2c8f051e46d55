namespace Accrete.Files.Trees;

/// <summary>Files or folders of a data set that are not used, all for the same reason.</summary>
/// <param name="Reason">The reason, in words that follow "passed over," such as <c>not an image</c>.</param>
/// <param name="Count">The number of them.</param>
/// <param name="Names">The names of the first of them, in order, as paths below the data set.</param>
public sealed record PassedOver(string Reason, long Count, IReadOnlyList<string> Names)
{
    /// <summary>The largest number of names that are kept.</summary>
    public const int MostNamed = 20;

    // As many as fit in a line.
    private const int MostShown = 3;

    /// <summary>Describes them in one line.</summary>
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
