using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>
/// What reading a data set found beside the images that are used: where the test images come from, and what was left
/// out.
/// </summary>
public sealed record DatasetFindings
{
    /// <summary>Findings of a set of which nothing is to be said.</summary>
    public static DatasetFindings Nothing { get; } = new();

    /// <summary>
    /// Where the test images come from, such as <c>test/</c> or <c>held out, 10 % of each class</c>; null for sets with
    /// parts of their own.
    /// </summary>
    public string? TestImages { get; init; }

    /// <summary>What was not used, by reason.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>What was taken for what where it can be read in two ways, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Images that are there twice; null when none is.</summary>
    public DuplicateImages? Duplicates { get; init; }

    /// <summary>The findings as short lines for people; names in them are as they are in the file system.</summary>
    public IEnumerable<string> Lines()
    {
        if (TestImages is not null)
        {
            yield return $"Test images: {TestImages}";
        }

        foreach (var warning in Warnings())
        {
            yield return warning;
        }
    }

    /// <summary>Those of the lines that say what may not be as it was meant.</summary>
    public IEnumerable<string> Warnings()
    {
        string[] lines = [.. Notes, .. PassedOver.Select(p => p.ToString())];
        return Duplicates is null ? lines : lines.Append(Duplicates.ToString());
    }
}
