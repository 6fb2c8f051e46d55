using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>Findings from reading a data set: where the test images come from, and what was left out.</summary>
public sealed record DatasetFindings
{
    /// <summary>Gets empty findings.</summary>
    public static DatasetFindings Nothing { get; } = new();

    /// <summary>
    /// Gets where the test images come from, such as <c>test/</c> or <c>held out, 10 % of each class</c>; null for data
    /// sets that define this themselves.
    /// </summary>
    public string? TestImages { get; init; }

    /// <summary>Gets the files that are not used, by reason.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>Gets notes on how ambiguous folders were understood, one line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Gets the duplicate images; null if there are none.</summary>
    public DuplicateImages? Duplicates { get; init; }

    /// <summary>Describes the findings in short lines; names in them are as in the file system.</summary>
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

    /// <summary>Gets those lines that tell of something that may not be intended.</summary>
    public IEnumerable<string> Warnings()
    {
        string[] lines = [.. Notes, .. PassedOver.Select(p => p.ToString())];
        return Duplicates is null ? lines : lines.Append(Duplicates.ToString());
    }
}
