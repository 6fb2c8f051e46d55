namespace Accrete.Datasets.Files;

/// <summary>Opens and reads files of data sets, with errors that name them.</summary>
internal static class SourceFile
{
    // More than any image or list of a known set; larger files are read as streams.
    private const long LargestWhole = 512L << 20;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InvalidInputException">It is too large to be one image, or a pipe, device or socket.</exception>
    public static byte[] ReadAll(string path)
    {
        try
        {
            return ReadBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>The same with the errors of the system.</summary>
    public static byte[] ReadBytes(string path)
    {
        using var file = OpenFile(path);
        if (file.Length > LargestWhole)
        {
            throw new InvalidInputException($"{RawPath.Shown(path)}: has {file.Length >> 20} MB, more than an image has; leave it out.");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The first bytes of a file, as many as there are.</summary>
    public static byte[] ReadHead(string path, int length)
    {
        try
        {
            using var file = OpenFile(path);
            var head = new byte[length];
            return head[..file.ReadAtLeast(head, length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InvalidInputException">It is a pipe, device or socket, which might never end.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return OpenFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    public static AccreteException Unreadable(string path, Exception cause) =>
        new($"{RawPath.Shown(path)}: cannot be read ({cause.Message.TrimEnd('.')}); check that it exists and that you may read it.", cause);

    private static FileStream OpenFile(string path) => FolderReader.Here.Resolve(path) is { Kind: EntryKind.Special }
        ? throw new InvalidInputException($"{RawPath.Shown(path)}: a pipe, device or socket; give a file.")
        : OpenAny(path);

    private static FileStream OpenAny(string path) => RawPath.IsRaw(path)
        ? new FileStream(LinuxFolders.Open(path), FileAccess.Read)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
}
