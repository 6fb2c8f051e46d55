using Accrete.Blueprints;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>
/// CIFAR-10 as JPEG files, <c>train/CLASS/*.jpg</c> and <c>test/CLASS/*.jpg</c>. The pixels are not the official ones,
/// so it goes by a name of its own.
/// </summary>
internal sealed class CifarJpegSource(string location) : TreeSource(location)
{
    private const string ClassFile = "batches.meta.txt";

    public override string Name => "CIFAR-10 (JPEG)";

    public override ImageShape Shape { get; } = new(3, 32, 32);

    public override bool? CanBeMirrored => true;

    public override bool Encoded => true;

    /// <summary>The set at a path, when a file of its layout or its archive is there.</summary>
    public static CifarJpegSource? Find(string path) =>
        (
            Directory.Exists(path)
                ? File.Exists(Path.Combine(path, ClassFile)) && Directory.Exists(Path.Combine(path, "train"))
                : File.Exists(path)
        )
            ? new CifarJpegSource(path)
            : null;

    protected override SourceContent Read(FileTree tree, CancellationToken cancel)
    {
        var classes = tree.ReadLines(ClassFile);
        if (classes.Length < 2 || classes.Distinct(StringComparer.Ordinal).Count() != classes.Length)
        {
            throw new InvalidInputException(
                $"{tree.Describe(ClassFile)}: fewer than two class names, or one twice; get the set again."
            );
        }

        var images = TreeImages.Of(
            tree,
            tree.Paths.Where(p =>
                p.StartsWith("train/", StringComparison.Ordinal) || p.StartsWith("test/", StringComparison.Ordinal)
            ),
            cancel
        );
        return new(classes, ReadPart(tree, images, "train", classes), ReadPart(tree, images, "test", classes))
        {
            Findings = new DatasetFindings { PassedOver = [.. tree.PassedOver, .. images.Others] },
        };
    }

    private EncodedImages ReadPart(FileTree tree, TreeImages images, string part, string[] classes) =>
        new(tree, ClassFolders.Images(tree, images.Paths, part, classes), Shape);
}
