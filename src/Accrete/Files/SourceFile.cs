namespace Accrete.Files;

/// <summary>Opens and reads files of data sets, with errors that name them.</summary>
internal static class SourceFile
{
    // More than any image or list of a known set; larger files are read as streams.
    private const long LargestWhole = 512L << 20;
    private const int Piece = 81_920;

    /// <summary>The bytes of a file.</summary>
    /// <exception cref="InvalidInputException">Throws if it is too large to be one image, or no regular
    /// file.</exception>
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
        using var file = RegularFile.OpenRead(path, throughLink: true);
        if (file.Length > LargestWhole)
        {
            throw new InvalidInputException(
                $"{RawPath.Shown(path)}: has {file.Length >> 20} MB, more than an image has; leave it out."
            );
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>All bytes of a stream.</summary>
    /// <param name="stream">The stream; it stays the caller's.</param>
    /// <param name="name">What it is called in an error.</param>
    /// <exception cref="InvalidInputException">Throws if there are too many to be one image.</exception>
    public static byte[] ReadToEnd(Stream stream, string name)
    {
        using var all = new MemoryStream();
        var piece = new byte[Piece];
        int read;
        while ((read = stream.Read(piece)) > 0)
        {
            if (all.Length + read > LargestWhole)
            {
                throw new InvalidInputException(
                    $"{name}: has over {LargestWhole >> 20} MB, more than an image has; give an image."
                );
            }

            all.Write(piece, 0, read);
        }

        return all.ToArray();
    }

    /// <summary>The first bytes of a file, as many as there are.</summary>
    public static byte[] ReadHead(string path, int length)
    {
        try
        {
            using var file = RegularFile.OpenRead(path, throughLink: true);
            var head = new byte[length];
            return head[..file.ReadAtLeast(head, length, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="InvalidInputException">Throws if it is no regular file: a pipe might never end.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return RegularFile.OpenRead(path, throughLink: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    public static AccreteException Unreadable(string path, Exception cause) =>
        new(
            $"{RawPath.Shown(path)}: cannot be read ({cause.Message.TrimEnd('.')}); check that it exists and "
                + "that you may read it.",
            cause
        );
}
