using System.Globalization;
using Accrete.Blueprints;
using Accrete.Datasets.Files;

namespace Accrete.Datasets.Sources;

/// <summary>
/// A user's own images, one folder a class: <c>CLASS/*.png</c>, or <c>train/CLASS/*.png</c> with <c>test/</c> or
/// <c>val/</c> beside it (<c>test</c> where both are there). Without such a split, a part of each class is held out.
/// </summary>
internal sealed class ImageFolderSource(string location, DatasetRequest request) : TreeSource(location)
{
    public override string Name { get; } = new DirectoryInfo(location).Name;

    public override ImageShape Shape { get; } = new(3, 64, 64);

    public override bool Encoded => true;

    public override bool LearnedFrom => !request.AllIsTest;

    public override string Settings => request.AllIsTest ? "all is test"
        : TestPart() is null ? string.Create(CultureInfo.InvariantCulture, $"holdout={request.Holdout:R} seed={request.Seed.Value}")
        : "";

    protected override SourceContent Read(FileTree tree)
    {
        var train = Directory.Exists(Path.Combine(Location, "train")) ? "train" : "";
        if (request.AllIsTest)
        {
            return ToMeasureWith(tree, train);
        }

        var classes = Classes(Path.Combine(Location, train));
        var images = ClassFolders.Images(tree, train, classes);
        if (TestPart() is { } test)
        {
            return new(classes, new EncodedImages(tree, images, null), new EncodedImages(tree, ClassFolders.Images(tree, test, classes), null));
        }

        var (kept, held) = HoldOut(images, classes);
        return new(classes, new EncodedImages(tree, kept, null), new EncodedImages(tree, held, null));
    }

    // A part is what it is: classes that only one of them has count for both.
    private SourceContent ToMeasureWith(FileTree tree, string train)
    {
        string[] parts = TestPart() is { } part ? [train, part] : [train];
        string[] classes = [.. parts.SelectMany(p => ClassFolders.Names(tree, p)).Distinct().Order(StringComparer.Ordinal)];
        var images = parts.Select(p => new EncodedImages(tree, ClassFolders.Present(tree, p, classes), null)).ToArray();
        return images[^1].Labels.Length == 0
            ? throw new InvalidInputException($"{tree.Describe(parts[^1])}: no image lies in a folder named after its class; give DIR of DIR/CLASS/IMAGE.")
            : new(classes, images.Length > 1 ? images[0] : new EncodedImages(tree, [], null), images[^1]);
    }

    // Without train/ beside it, "test" may well be the name of a class.
    private string? TestPart() => !Directory.Exists(Path.Combine(Location, "train"))
        ? null
        : new[] { "test", "val" }.FirstOrDefault(p => Directory.Exists(Path.Combine(Location, p)));

    private static string[] Classes(string folder)
    {
        var names = Directory.EnumerateDirectories(folder, "*", new EnumerationOptions())
            .Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal).ToArray();
        return names.Length >= 2
            ? names
            : throw new InvalidInputException($"{folder}: {names.Length} class folders; give at least two, one for each class, with PNG, JPEG or BMP images inside.");
    }

    private (LabelledPath[] Kept, LabelledPath[] Held) HoldOut(LabelledPath[] images, string[] classes)
    {
        if (request.Holdout is not (> 0 and < 1))
        {
            throw new InvalidInputException(string.Create(CultureInfo.InvariantCulture, $"holdout = {request.Holdout}: give a share above 0 and below 1."));
        }

        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in images.GroupBy(i => i.Label))
        {
            var paths = group.Select(i => i.Path).ToArray();
            if (paths.Length < 2)
            {
                throw new InvalidInputException($"{Path.Combine(Location, classes[group.Key])}: one image cannot be split into training and test; add images or make train/ and test/.");
            }

            Shuffling.Shuffle(paths.AsSpan(), request.Seed.For("holdout").At(group.Key));
            var count = Math.Clamp((int)Math.Round(paths.Length * request.Holdout, MidpointRounding.AwayFromZero), 1, paths.Length - 1);
            held.UnionWith(paths[..count]);
        }

        return (images.Where(i => !held.Contains(i.Path)).ToArray(), images.Where(i => held.Contains(i.Path)).ToArray());
    }
}
