using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>Sorts images that lie in one folder a class.</summary>
internal static class ClassFolders
{
    /// <summary>
    /// The images below <c>part/CLASS/</c> (or <c>CLASS/</c> when the part is empty) for each class, in ordinal order.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if a class has no image, or a folder in a part belongs to no
    /// class.</exception>
    public static LabelledPath[] Images(
        FileTree tree,
        IReadOnlyList<string> images,
        string part,
        IReadOnlyList<string> classes
    )
    {
        var label = ByName(classes);
        if (
            part.Length > 0
            && InPart(images, part).FirstOrDefault(i => !label.ContainsKey(i.Class)) is { Class: { } name }
        )
        {
            throw new InvalidInputException(
                $"{tree.Describe($"{part}/{name}")}: '{RawPath.Shown(name)}' is no class of the training "
                    + "images; remove the folder or add training images."
            );
        }

        var found = Present(images, part, classes);
        var present = found.Select(f => f.Label).ToHashSet();
        return classes.Where((_, i) => !present.Contains(i)).FirstOrDefault() is not { } empty
            ? found
            : throw new InvalidInputException(
                $"{tree.Describe(part.Length == 0 ? empty : $"{part}/{empty}")}: class "
                    + $"'{RawPath.Shown(empty)}' has no image; add some ({ImageFormats.Names}) or remove the class."
            );
    }

    /// <summary>The same where classes may be without images, and folders of no class are left out.</summary>
    public static LabelledPath[] Present(IReadOnlyList<string> images, string part, IReadOnlyList<string> classes)
    {
        var label = ByName(classes);
        return
        [
            .. InPart(images, part)
                .Where(i => label.ContainsKey(i.Class))
                .Select(i => new LabelledPath(i.Path, label[i.Class]))
                .OrderBy(i => i.Label),
        ];
    }

    /// <summary>The classes that have images in a part.</summary>
    public static IEnumerable<string> Names(IReadOnlyList<string> images, string part) =>
        InPart(images, part).Select(i => i.Class).Distinct();

    private static Dictionary<string, int> ByName(IReadOnlyList<string> classes) =>
        classes.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);

    /// <summary>The images of one part with the name of their class folder; images outside one are left out.</summary>
    private static IEnumerable<(string Path, string Class)> InPart(IReadOnlyList<string> images, string part)
    {
        var prefix = part.Length == 0 ? "" : part + "/";
        foreach (var path in images.Where(p => p.StartsWith(prefix, StringComparison.Ordinal)))
        {
            var end = path.IndexOf('/', prefix.Length);
            if (end > 0)
            {
                yield return (path, path[prefix.Length..end]);
            }
        }
    }
}
