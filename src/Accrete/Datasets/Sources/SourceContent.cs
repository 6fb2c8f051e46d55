namespace Accrete.Datasets.Sources;

/// <summary>What a source holds: class names, and images not yet decoded.</summary>
/// <param name="Classes">The names.</param>
/// <param name="Train">The images to learn from; all of them where there is no test part.</param>
/// <param name="Test">The images to measure with; null where some are held out.</param>
internal sealed record SourceContent(IReadOnlyList<string> Classes, ImageList Train, ImageList? Test)
{
    /// <summary>What else was found there.</summary>
    public DatasetFindings Findings { get; init; } = DatasetFindings.Nothing;

    /// <summary>How test images are held out where there is no part of them.</summary>
    public HoldOut? HoldOut { get; init; }

    /// <summary>Both parts.</summary>
    public (ImageList Train, ImageList Test) Divided() =>
        Test is not null ? (Train, Test) : HoldOut!.Divide(Train, Classes);

    /// <summary>The same without some images.</summary>
    /// <param name="names">Their names in the set.</param>
    public SourceContent Without(IReadOnlySet<string> names) =>
        this with
        {
            Train = Rest(Train, names),
            Test = Test is null ? null : Rest(Test, names),
        };

    private static SomeImages Rest(ImageList list, IReadOnlySet<string> names) =>
        new(list, [.. Enumerable.Range(0, list.Labels.Length).Where(i => !names.Contains(list.NameOf(i)))]);
}
