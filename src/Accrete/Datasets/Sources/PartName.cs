namespace Accrete.Datasets.Sources;

/// <summary>What a folder is called that holds one part of a data set.</summary>
internal static class PartName
{
    private static readonly string[] TrainNames = ["train", "training"];
    private static readonly string[] TestNames = ["test", "testing"];
    private static readonly string[] ValidationNames = ["val", "valid", "validation", "dev", "eval", "evaluation"];
    private static readonly string[] Endings = ["set", "data", "images", "imgs"];

    /// <summary>
    /// Whether a folder is named like training images, in any case: <c>Train</c>, <c>TRAINING</c>, <c>train_set</c>.
    /// </summary>
    public static bool IsTrain(string folder) => TrainNames.Contains(Stem(folder));

    /// <summary>Whether a folder is named like test images.</summary>
    public static bool IsTest(string folder) => TestNames.Contains(Stem(folder));

    /// <summary>Whether a folder is named like validation images.</summary>
    public static bool IsValidation(string folder) => ValidationNames.Contains(Stem(folder));

    /// <summary>Whether it is one of these.</summary>
    public static bool IsAny(string folder) => IsTrain(folder) || IsTest(folder) || IsValidation(folder);

    /// <summary>One name for all spellings of a part; a folder that is none keeps its own.</summary>
    public static string Canonical(string folder) =>
        IsTrain(folder) ? "train"
        : IsTest(folder) ? "test"
        : IsValidation(folder) ? "val"
        : folder;

    /// <summary>A path with its first folder called so.</summary>
    public static string Same(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? Canonical(path[..end]) + path[end..] : path;

    private static string Stem(string folder)
    {
        var name = folder.ToLowerInvariant();
        return Endings.FirstOrDefault(e => name.EndsWith(e, StringComparison.Ordinal)) is { } ending
            ? name[..^ending.Length].TrimEnd('_', '-', ' ', '.')
            : name;
    }
}
