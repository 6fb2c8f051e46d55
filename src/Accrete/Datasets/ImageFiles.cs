using Accrete.Datasets.Sources;

namespace Accrete.Datasets;

/// <summary>Finds image files.</summary>
public static class ImageFiles
{
    private const int Deepest = 32;

    /// <summary>The files that were named, there or not, and of each folder that was named all PNG, JPEG and BMP files in it, in ordinal order.</summary>
    /// <param name="paths">Files, whatever their endings, and folders.</param>
    /// <exception cref="InvalidInputException">A folder holds no image, or cannot be read.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> paths) => [.. paths.SelectMany(Of)];

    private static IEnumerable<string> Of(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var files = Below(path);
        return files.Length > 0 ? files : throw new InvalidInputException($"{path}: holds no PNG, JPEG or BMP image; name another folder.");
    }

    private static string[] Below(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = false })
                .Where(ClassFolders.IsImage).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{folder}: cannot be read ({e.Message}); allow it or name another folder.", e);
        }
    }
}
