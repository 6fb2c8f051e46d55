namespace Accrete.Storage;

/// <summary>Writes files so that a reader sees the old one or the new one, whole, whatever happens on the way.</summary>
public static class AtomicFile
{
    private const string Ending = ".partial";

    /// <summary>Writes beside the place, flushes to the disk, and renames.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="AccreteException">It cannot be written: a full disk, no permission. What was there before still is.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var ongoing = OngoingWrites.Begin();
        var beside = $"{path}.{Environment.ProcessId}{Ending}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var stream = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException($"{path}: cannot be written ({e.Message}); free some space or choose another folder. Nothing that was there is lost.", e);
        }
        finally
        {
            DeleteIfAny(beside);
        }
    }

    /// <summary>Writes a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, string text) => Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));

    /// <summary>Deletes what writers that were killed left in a folder that nobody writes now.</summary>
    internal static void DeleteLeftOver(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, $"*{Ending}", SearchOption.AllDirectories))
        {
            DeleteIfAny(file);
        }
    }

    /// <summary>Whether a file is what a writer that was killed left.</summary>
    internal static bool IsLeftOver(string file) => file.EndsWith(Ending, StringComparison.Ordinal);

    // What stopped the writing is worth more to the caller than why its rest could not be removed.
    private static void DeleteIfAny(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
