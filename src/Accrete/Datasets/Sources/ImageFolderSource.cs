using System.Globalization;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>
/// A user's own images, one folder a class: <c>CLASS/*.png</c>, or <c>train/CLASS/*.png</c> with <c>test/</c> or
/// <c>val/</c> beside it (<c>test</c> where both are there); see <see cref="FolderLayout"/>. Without such a split, a
/// part of each class is held out.
/// </summary>
internal sealed class ImageFolderSource(string location, DatasetRequest request) : TreeSource(location)
{
    public override string Name { get; } = new DirectoryInfo(location).Name;

    private TreeImages? found;

    public override ImageShape Shape { get; } = new(3, 64, 64);

    public override bool Encoded => true;

    public override bool MayChange => true;

    public override bool LearnedFrom => !request.AllIsTest;

    // What is held out depends on these where there is no test part.
    public override string Settings(CancellationToken cancel)
    {
        return request.AllIsTest ? "all is test"
            : Layout(Tree(cancel), cancel).Layout.Test is not null ? ""
            : string.Create(CultureInfo.InvariantCulture, $"holdout={request.Holdout:R} seed={request.Seed.Value}");
    }

    protected override SourceContent Read(FileTree tree, CancellationToken cancel)
    {
        var (layout, images) = Layout(tree, cancel);
        return (request.AllIsTest ? ToMeasureWith(tree, layout, images) : ToLearnFrom(tree, layout, images)) with
        {
            Findings = new DatasetFindings
            {
                TestImages = TestImages(layout),
                PassedOver = [.. tree.PassedOver, .. images.Others, .. layout.Unused],
                Notes = layout.Notes,
            },
        };
    }

    private SourceContent ToLearnFrom(FileTree tree, FolderLayout layout, TreeImages images)
    {
        if (layout.Classes.Count < 2)
        {
            throw new InvalidInputException(
                $"{tree.Describe(layout.Train)}: {Counted.Of(layout.Classes.Count, "class folder")}; give at "
                    + $"least two, one for each class, with images ({ImageFormats.Names}) inside."
            );
        }

        var train = Part(tree, layout.Train, ClassFolders.Images(tree, images.Paths, layout.Train, layout.Classes));
        var test = layout.Test is null
            ? null
            : Part(tree, layout.Test, ClassFolders.Images(tree, images.Paths, layout.Test, layout.Classes));
        return new SourceContent([.. layout.Classes.Select(RawPath.Shown)], train, test)
        {
            HoldOut = test is null ? new HoldOut(Location, request.Holdout, request.Seed) : null,
        };
    }

    // A part is what it is: classes that only one of them has count for both.
    private static SourceContent ToMeasureWith(FileTree tree, FolderLayout layout, TreeImages images)
    {
        string[] parts = layout.Test is null ? [layout.Train] : [layout.Train, layout.Test];
        var labels = ClassFolders.Names(images.Paths, layout.Train);
        labels = layout.Train.Length == 0 ? labels.Intersect(layout.Classes) : labels;
        string[] classes =
        [
            .. labels
                .Union(layout.Test is null ? [] : ClassFolders.Names(images.Paths, layout.Test))
                .Order(StringComparer.Ordinal),
        ];
        var lists = parts.Select(p => Part(tree, p, ClassFolders.Present(images.Paths, p, classes))).ToArray();
        return lists[^1].Labels.Length == 0
            ? throw new InvalidInputException(
                $"{tree.Describe(parts[^1])}: no image lies in a folder named after its class; give DIR of "
                    + "DIR/CLASS/IMAGE."
            )
            : new SourceContent(
                [.. classes.Select(RawPath.Shown)],
                lists.Length > 1 ? lists[0] : Part(tree, "", []),
                lists[^1]
            );
    }

    private (FolderLayout Layout, TreeImages Images) Layout(FileTree tree, CancellationToken cancel)
    {
        var images = found ??= TreeImages.Of(tree, tree.Paths, cancel);
        return (FolderLayout.Of(tree, images.Paths, LearnedFrom), images);
    }

    private string TestImages(FolderLayout layout) =>
        layout.Test is { } test ? RawPath.Shown(test) + "/"
        : request.AllIsTest ? "all"
        : string.Create(CultureInfo.InvariantCulture, $"held out, {100 * request.Holdout:0.#} % of each class");

    private static EncodedImages Part(FileTree tree, string part, LabelledPath[] images) =>
        new(tree, images, null) { InPart = part.Length > 0 };
}
