namespace Accrete.Files;

/// <summary>
/// Gives paths in a folder that anybody may have made. The folder itself may be a link, which the user named; below it
/// no path leads through one, and none to what is neither a file nor a folder: outside of it nothing is read, changed
/// or deleted.
/// </summary>
internal static class Inside
{
    /// <summary>The path of a file, which is a regular one or not there.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The path of the file in it.</param>
    /// <exception cref="InvalidInputException">Throws if something on the way is a link or no folder, or it is no file
    /// itself.</exception>
    public static string File(string folder, string name)
    {
        var path = Path.Combine(Folder(folder, Path.GetDirectoryName(name) ?? ""), Path.GetFileName(name));
        RegularFile.Check(path, Look(path));
        return path;
    }

    /// <summary>The path of a folder, which is one itself or not there.</summary>
    /// <inheritdoc cref="File"/>
    public static string Folder(string folder, string name)
    {
        var path = folder;
        foreach (var part in name.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (Look(path).Kind is not (PlaceKind.Folder or PlaceKind.Nothing))
            {
                throw new InvalidInputException(
                    $"{path}: is no folder itself, but a link or something else, and nothing in {folder} is "
                        + "reached through one; put the folder itself there."
                );
            }
        }

        return path;
    }

    private static Place Look(string path)
    {
        try
        {
            return Place.Of(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}).", e);
        }
    }
}
