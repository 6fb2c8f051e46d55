using System.Text;

namespace Accrete.Files;

/// <summary>
/// Opens files that somebody named or made: what is no regular file is refused, and never waited for.
/// </summary>
internal static class RegularFile
{
    /// <summary>The most bytes of a document that Accrete wrote; those of the largest runs have some MB.</summary>
    public const int MostText = 64 << 20;

    private const int LongestLine = 1 << 20;

    /// <summary>Opens a file to read it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="throughLink">Whether it may be a link to one, as what the user named may be.</param>
    /// <exception cref="InvalidInputException">Throws if it is a link, or no file.</exception>
    /// <exception cref="IOException">Throws if it is not there, or cannot be read.</exception>
    public static FileStream OpenRead(string path, bool throughLink = false)
    {
        Check(path, throughLink ? Place.Behind(path) : Place.Of(path));
        return OperatingSystem.IsWindows()
            ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read)
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
        return OperatingSystem.IsWindows()
            ? new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read)
            : Open(path, FileAccess.ReadWrite, throughLink: false);
    }

    /// <summary>The text of a file that Accrete wrote, up to a size that honest ones do not reach.</summary>
    /// <exception cref="InvalidInputException">Throws if it is a link, no file, or larger.</exception>
    /// <exception cref="IOException">Throws if it is not there, or cannot be read.</exception>
    public static string ReadText(string path, int most = MostText)
    {
        using var file = OpenRead(path);
        return ReadText(file, most) ?? throw TooLarge(path, file.Length, most);
    }

    /// <summary>The text of an open file; null where it has more bytes.</summary>
    public static string? ReadText(FileStream file, int most)
    {
        // Files of /proc and /sys have no length: what counts then is what comes.
        if (file.CanSeek && file.Length > most)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (file.Read(buffer) is > 0 and var read)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > most)
            {
                return null;
            }
        }

        bytes.Position = 0;
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>
    /// The lines of a file that Accrete wrote, one after the other, and whether each has its end: the last may lack it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that it may have.</param>
    /// <exception cref="InvalidInputException">Throws if it is a link, no file, or larger, or has a line that no such
    /// file has.</exception>
    /// <exception cref="IOException">Throws if it is not there, or cannot be read.</exception>
    public static IEnumerable<(string Text, bool IsEnded)> ReadLines(string path, long most)
    {
        using var file = OpenRead(path);
        if (file.Length > most)
        {
            throw TooLarge(path, file.Length, most);
        }

        using var reader = new StreamReader(file, Encoding.UTF8);
        var line = new StringBuilder();
        while (reader.Read() is >= 0 and var next)
        {
            if (next == '\n')
            {
                yield return (line.ToString(), true);
                line.Clear();
            }
            else if (line.Append((char)next).Length > LongestLine)
            {
                throw new InvalidInputException(
                    $"{path}: is damaged (it has a line of more than {LongestLine >> 20} MB); get a whole copy."
                );
            }
        }

        if (line.Length > 0)
        {
            yield return (line.ToString(), false);
        }
    }

    /// <summary>Passes a regular file, or nothing.</summary>
    /// <exception cref="InvalidInputException">Throws if there is something else.</exception>
    public static void Check(string path, Place place)
    {
        if (place.Kind is not (PlaceKind.File or PlaceKind.Nothing))
        {
            throw new InvalidInputException($"{RawPath.Shown(path)}: {Flaw(place.Kind)}.");
        }
    }

    /// <summary>Why what is there is not opened, and what to do; it follows the path.</summary>
    public static string Flaw(PlaceKind kind) =>
        kind switch
        {
            PlaceKind.Link => "is a link, and nothing in this folder is reached through one; put the file itself there",
            PlaceKind.Folder => "is a folder and not a regular file; put or name a file",
            _ => "is a pipe, device or socket and not a regular file; put or name a file",
        };

    private static InvalidInputException TooLarge(string path, long length, long most) =>
        new(
            $"{path}: has {Math.Max(length, most + 1) >> 20} MB, and such a file has at most {most >> 20}; get "
                + "a whole copy."
        );

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
