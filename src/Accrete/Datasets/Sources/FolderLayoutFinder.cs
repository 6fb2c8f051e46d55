using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>Finds the <see cref="FolderLayout"/> of a tree.</summary>
internal sealed class FolderLayoutFinder(FileTree tree, IReadOnlyList<string> images)
{
    private const string Outside = "outside the folders of the classes";
    private const string Empty = "a part without images";

    private readonly List<PassedOver> unused = [];
    private readonly List<string> notes = [];
    private readonly string[] tops = FoldersIn(tree, images, "");

    public FolderLayout Find(bool learning)
    {
        var train = One(tops.Where(t => PartName.IsTrain(t) && Labels(t).Length > 0), "training");
        return train is not null ? WithTrain(train) : WithoutTrain(learning);
    }

    private FolderLayout WithTrain(string train)
    {
        var classes = FoldersIn(tree, images, train);
        var test = TestPart(classes, train);
        foreach (var other in tops.Where(t => t != train && !PartName.IsAny(t)))
        {
            Leave(In(other), $"in {Shown(other)}/, a folder beside the parts");
        }

        return Found(train, test, classes);
    }

    private FolderLayout WithoutTrain(bool learning)
    {
        string[] classes = [.. tops.Where(t => !PartName.IsAny(t))];
        string[] parts = [.. tops.Where(PartName.IsAny)];
        if (
            classes.Length < 2
            && learning
            && parts.Where(p => In(p).Length > 0).OrderByDescending(PartName.IsTrain).FirstOrDefault() is { } only
        )
        {
            var part = $"{Shown(only)}/";
            var wrong =
                classes is [var single]
                    ? $"only {Shown(single)}/ is a class: {part} is named like a part; "
                        + $"give another class, or rename {part} where it is one"
                : PartName.IsTrain(only) ? $"the images in {part} lie in no folders of classes; give {part}CLASS/IMAGE"
                : $"no training images: {part} is named like test images; "
                    + "name a folder train/, or give the folder of the classes";
            throw new InvalidInputException($"{tree.Location}: {wrong}.");
        }

        if (classes.Length < 2 && !learning && parts.SelectMany(Labels).ToArray() is { Length: > 0 } labels)
        {
            // A folder with test images alone can be measured with.
            var test = TestPart(labels, null)!;
            return Found(test, null, FoldersIn(tree, images, test));
        }

        return Found("", TestPart(classes, null), classes);
    }

    // The folder with test images, of those that are named like one and hold the classes; all others that are named
    // like a part are left.
    private string? TestPart(string[] classes, string? train)
    {
        string[] parts = [.. tops.Where(t => t != train && PartName.IsAny(t))];
        string[] whole = [.. parts.Where(p => !PartName.IsTrain(p) && Labels(p).Any(classes.Contains))];
        var used = One(whole.Where(PartName.IsTest), "test") ?? One(whole.Where(PartName.IsValidation), "validation");
        foreach (var part in parts.Where(p => p != used && In(p).Length > 0))
        {
            Leave(
                In(part),
                whole.Contains(part)
                    ? $"in {Shown(part)}/, for the test images are those of {Shown(used!)}/"
                    : $"in {Shown(part)}/, which is named like a part and has no folders of the classes (rename "
                        + "it where it is a class)"
            );
        }

        if (parts.Where(p => In(p).Length == 0).ToArray() is { Length: > 0 } empty)
        {
            unused.Add(PassedOver.Of(Empty, [.. empty.Select(p => Shown(p) + "/")]));
        }

        return used;
    }

    private FolderLayout Found(string train, string? test, string[] classes)
    {
        foreach (var part in new[] { train, test }.OfType<string>().Distinct())
        {
            Leave([.. In(part).Where(i => i.IndexOf('/', Prefix(part).Length) < 0)], Outside);
        }

        if (train.Length > 0)
        {
            Leave([.. images.Where(i => !i.Contains('/', StringComparison.Ordinal))], Outside);
        }

        foreach (
            var divided in classes
                .Select(c => Prefix(train) + c)
                .SelectMany(c => FoldersIn(tree, images, c).Where(PartName.IsAny).Select(p => $"{c}/{p}"))
                .Take(1)
        )
        {
            notes.Add(
                $"{Shown(divided)}/ is named like a part, but lies in a class: its images are taken like the "
                    + "others of the class."
            );
        }

        return new FolderLayout(train, test, classes, unused, notes);
    }

    private string? One(IEnumerable<string> folders, string what) =>
        folders.ToArray() switch
        {
            [] => null,
            [var one] => one,
            var more => throw new InvalidInputException(
                $"{tree.Location}: {string.Join(" and ", more.Select(m => Shown(m) + "/"))} are all named like "
                    + $"{what} images; keep one of them, or give the one that is meant."
            ),
        };

    private void Leave(string[] left, string reason)
    {
        if (left.Length == 0)
        {
            return;
        }

        unused.Add(PassedOver.Of(reason, [.. left.Select(RawPath.Shown)]));
    }

    private string[] In(string part) => [.. images.Where(i => i.StartsWith(Prefix(part), StringComparison.Ordinal))];

    // The folders in a part that hold images.
    private string[] Labels(string part) =>
        [
            .. In(part)
                .Select(i => i[Prefix(part).Length..].Split('/'))
                .Where(p => p.Length > 1)
                .Select(p => p[0])
                .Distinct(),
        ];

    // Of a folder that holds nothing but what Accrete wrote there is nothing to be said.
    private static string[] FoldersIn(FileTree tree, IReadOnlyList<string> images, string part)
    {
        var prefix = Prefix(part);
        var names = tree.Folders.Where(f =>
            f.Length > prefix.Length
            && f.StartsWith(prefix, StringComparison.Ordinal)
            && f.IndexOf('/', prefix.Length) < 0
        );
        return
        [
            .. names
                .Where(f =>
                    !tree.Own.Any(o => o.StartsWith(f + "/", StringComparison.Ordinal))
                    || images.Any(p => p.StartsWith(f + "/", StringComparison.Ordinal))
                )
                .Select(f => f[prefix.Length..]),
        ];
    }

    private static string Prefix(string part) => part.Length == 0 ? "" : part + "/";

    private static string Shown(string path) => RawPath.Shown(path);
}
