namespace Accrete.Datasets.Files;

/// <summary>Opens and reads files of data sets, with errors that name them.</summary>
internal static class SourceFile
{
    /// <summary>The bytes of a file.</summary>
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
        if (!RawPath.IsRaw(path))
        {
            return File.ReadAllBytes(path);
        }

        using var file = OpenAny(path);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The first bytes of a file, as many as there are.</summary>
    public static byte[] ReadHead(string path, int length)
    {
        try
        {
            using var file = OpenAny(path);
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
            return FolderReader.Here.Resolve(path) is { Kind: EntryKind.Special }
                ? throw new InvalidInputException($"{path}: a pipe, device or socket; give a file.")
                : OpenAny(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    public static AccreteException Unreadable(string path, Exception cause) =>
        new($"{RawPath.Shown(path)}: cannot be read ({cause.Message.TrimEnd('.')}); check that it exists and that you may read it.", cause);

    private static FileStream OpenAny(string path) => RawPath.IsRaw(path)
        ? new FileStream(LinuxFolders.Open(path), FileAccess.Read)
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
}
