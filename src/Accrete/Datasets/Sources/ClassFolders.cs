using Accrete.Datasets.Files;

namespace Accrete.Datasets.Sources;

/// <summary>Finds images that lie in one folder a class.</summary>
internal static class ClassFolders
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>Whether a path ends like an image that can be decoded.</summary>
    public static bool IsImage(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The images below <c>part/CLASS/</c> (or <c>CLASS/</c> when the part is empty) for each class, in ordinal order.</summary>
    /// <exception cref="InvalidInputException">A class has no image, or a folder belongs to no class.</exception>
    public static LabelledPath[] Images(FileTree tree, string part, IReadOnlyList<string> classes)
    {
        var label = ByName(classes);
        var found = classes.Select(_ => new List<LabelledPath>()).ToArray();
        foreach (var (path, name) in InPart(tree, part))
        {
            if (!label.TryGetValue(name, out var index))
            {
                throw new InvalidInputException(
                    $"{tree.Describe(Join(part, name))}: '{name}' is no class of the training images; remove the folder or add training images.");
            }

            found[index].Add(new LabelledPath(path, index));
        }

        var empty = Array.FindIndex(found, f => f.Count == 0);
        return empty < 0
            ? found.SelectMany(f => f).ToArray()
            : throw new InvalidInputException($"{tree.Describe(Join(part, classes[empty]))}: class '{classes[empty]}' has no image; add PNG, JPEG or BMP files or remove the class.");
    }

    /// <summary>The same where classes may be without images.</summary>
    public static LabelledPath[] Present(FileTree tree, string part, IReadOnlyList<string> classes)
    {
        var label = ByName(classes);
        return [.. InPart(tree, part).Select(i => new LabelledPath(i.Path, label[i.Class])).OrderBy(i => i.Label)];
    }

    /// <summary>The classes that have images in a part.</summary>
    public static IEnumerable<string> Names(FileTree tree, string part) => InPart(tree, part).Select(i => i.Class).Distinct();

    private static Dictionary<string, int> ByName(IReadOnlyList<string> classes) =>
        classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);

    /// <summary>The images of one part with the name of their class folder; images outside one are left out.</summary>
    private static IEnumerable<(string Path, string Class)> InPart(FileTree tree, string part)
    {
        var prefix = part.Length == 0 ? "" : part + "/";
        foreach (var path in tree.Paths.Where(p => p.StartsWith(prefix, StringComparison.Ordinal) && IsImage(p)))
        {
            var end = path.IndexOf('/', prefix.Length);
            if (end > 0)
            {
                yield return (path, path[prefix.Length..end]);
            }
        }
    }

    private static string Join(string part, string name) => part.Length == 0 ? name : $"{part}/{name}";
}
