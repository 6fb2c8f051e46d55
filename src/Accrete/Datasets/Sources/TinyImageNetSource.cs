using Accrete.Blueprints;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>
/// TinyImageNet in its official layout: <c>train/WNID/images/*.JPEG</c>, and <c>val/images</c> with
/// <c>val/val_annotations.txt</c> as the test images. Some of its images are grey.
/// </summary>
internal sealed class TinyImageNetSource(string location) : TreeSource(location)
{
    private const string ClassFile = "wnids.txt";
    private const string Annotations = "val/val_annotations.txt";

    public override string Name => "TinyImageNet";

    public override ImageShape Shape { get; } = new(3, 64, 64);

    public override bool? CanBeMirrored => true;

    public override bool Encoded => true;

    /// <summary>The set at a path, when a file of its layout or its archive is there.</summary>
    public static TinyImageNetSource? Find(string path) =>
        File.Exists(Directory.Exists(path) ? Path.Combine(path, ClassFile) : path)
            ? new TinyImageNetSource(path)
            : null;

    protected override SourceContent Read(FileTree tree, CancellationToken cancel)
    {
        var ids = tree.ReadLines(ClassFile);
        if (ids.Length < 2 || ids.Distinct().Count() != ids.Length)
        {
            throw new InvalidInputException(
                $"{tree.Describe(ClassFile)}: fewer than two class ids, or one twice; get the set again."
            );
        }

        // Its class folders hold lists of boxes too, which are no images: nothing is to be said of them.
        var images = TreeImages.Of(
            tree,
            tree.Paths.Where(p => p.StartsWith("train/", StringComparison.Ordinal)),
            cancel
        );
        return new(
            ReadNames(tree, ids),
            new EncodedImages(tree, ClassFolders.Images(tree, images.Paths, "train", ids), Shape),
            new EncodedImages(tree, ReadAnnotations(tree, ids), Shape)
        );
    }

    // "n02106662 <tab> German shepherd, German shepherd dog": the first name stands for the class.
    private static string[] ReadNames(FileTree tree, string[] ids)
    {
        var words = tree.ReadLines("words.txt")
            .Select(l => l.Split('\t', 2))
            .Where(p => p.Length == 2)
            .GroupBy(p => p[0])
            .ToDictionary(g => g.Key, g => g.First()[1].Split(',')[0].Trim(), StringComparer.Ordinal);
        var names = ids.Select(id => words.GetValueOrDefault(id, id)).ToArray();
        var shared = names.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        return names.Select((n, i) => shared.Contains(n) ? $"{n} ({ids[i]})" : n).ToArray();
    }

    private static LabelledPath[] ReadAnnotations(FileTree tree, string[] ids)
    {
        var label = ids.Select((id, i) => (id, i)).ToDictionary(c => c.id, c => c.i, StringComparer.Ordinal);
        return tree.ReadLines(Annotations)
            .Select((line, number) => Annotated(tree, label, line, number + 1))
            .OrderBy(i => i.Path, StringComparer.Ordinal)
            .ToArray();
    }

    private static LabelledPath Annotated(FileTree tree, Dictionary<string, int> label, string line, int number)
    {
        var fields = line.Split('\t');
        if (fields.Length < 2 || !label.TryGetValue(fields[1], out var index))
        {
            throw new InvalidInputException(
                $"{tree.Describe(Annotations)}: line {number} names no class of {ClassFile}; get the set again."
            );
        }

        var path = $"val/images/{fields[0]}";
        return tree.Has(path)
            ? new LabelledPath(path, index)
            : throw new InvalidInputException(
                $"{tree.Describe(path)}: missing, though {Annotations} lists it; get the set again."
            );
    }
}
