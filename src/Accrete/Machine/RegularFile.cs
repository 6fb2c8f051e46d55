namespace Accrete.Machine;

/// <summary>Opens files that somebody named or made: what is no regular file is refused, and never waited for.</summary>
internal static class RegularFile
{
    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="throughLink">Whether it may be a link to one, as what the user named may be.</param>
    /// <exception cref="InvalidInputException">It is a link, or no file.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static FileStream OpenRead(string path, bool throughLink = false)
    {
        Check(path, throughLink ? Place.Behind(path) : Place.Of(path));
        return OperatingSystem.IsWindows() ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
            : Open(path, FileAccess.Read, throughLink);
    }

    /// <summary>Opens a file to change it, at its beginning; a new one where there is none.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static FileStream OpenToChange(string path)
    {
        var place = Place.Of(path);
        if (place.Kind == PlaceKind.Nothing)
        {
            // Not even a link that leads nowhere is followed by this.
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        }

        Check(path, place);
        return OperatingSystem.IsWindows() ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read)
            : Open(path, FileAccess.ReadWrite, throughLink: false);
    }

    /// <summary>The text of a file.</summary>
    /// <inheritdoc cref="OpenRead"/>
    public static string ReadText(string path)
    {
        using var reader = new StreamReader(OpenRead(path));
        return reader.ReadToEnd();
    }

    /// <summary>Passes a regular file, or nothing.</summary>
    /// <exception cref="InvalidInputException">There is something else.</exception>
    public static void Check(string path, Place place)
    {
        if (place.Kind is not (PlaceKind.File or PlaceKind.Nothing))
        {
            throw new InvalidInputException($"{RawPath.Shown(path)}: {Flaw(place.Kind)}.");
        }
    }

    /// <summary>Why what is there is not opened, and what to do; it follows the path.</summary>
    public static string Flaw(PlaceKind kind) => kind switch
    {
        PlaceKind.Link => "is a link, and nothing in this folder is reached through one; put the file itself there",
        PlaceKind.Folder => "is a folder and not a regular file; put or name a file",
        _ => "is a pipe, device or socket and not a regular file; put or name a file",
    };

    // Between the look at its name and the opening it may have become something else.
    private static FileStream Open(string path, FileAccess access, bool throughLink)
    {
        var file = UnixFile.Open(path, access != FileAccess.Read, throughLink);
        try
        {
            Check(path, UnixFile.Of(file));
            return new FileStream(file, access);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
