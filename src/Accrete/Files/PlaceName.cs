namespace Accrete.Files;

/// <summary>
/// What a file or folder is called where the name is handed to others, who need not know where it lies.
/// </summary>
internal static class PlaceName
{
    // All models of runs have it, so that it tells nothing.
    private const string UsualModel = "model.safetensors";

    /// <summary>The last part of a path; a name that is no path stays as it is.</summary>
    public static string Of(string path) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(path)) is { Length: > 0 } name ? name : path;

    /// <summary>
    /// A model by its path from here, where it lies below, and else by the name of its file or, of a run's, of its
    /// folder.
    /// </summary>
    public static string OfModel(string path)
    {
        var full = Path.GetFullPath(path);
        var below = Path.GetRelativePath(Directory.GetCurrentDirectory(), full);
        if (!Path.IsPathRooted(below) && !below.StartsWith("..", StringComparison.Ordinal))
        {
            return below;
        }

        return Of(Of(full) == UsualModel && Path.GetDirectoryName(full) is { } folder ? folder : full);
    }
}
