using System.Text;
using System.Text.RegularExpressions;

namespace Accrete.Files;

/// <summary>
/// Writes files so that a reader sees the old one or the new one, whole, whatever happens on the way: a kill, a full
/// disk, a loss of power.
/// </summary>
internal static partial class AtomicFile
{
    /// <summary>
    /// Writes beside the place, brings it to the disk, and renames; a link in the place is replaced, not followed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the place is taken by what cannot be replaced by a file, such as a device.
    /// </exception>
    /// <exception cref="AccreteException">
    /// Throws if it cannot be written: a full disk, no permission. What was there before still is.
    /// </exception>
    public static void Write(string path, Action<Stream> write) => Write(Disk.OfMachine, path, write);

    /// <summary>Writes a text in UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, string text) => Write(Disk.OfMachine, path, text);

    /// <inheritdoc cref="Write(string, string)"/>
    internal static void Write(IDisk disk, string path, string text) =>
        Write(disk, path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>The same on some disk, where the file that was there may stay under another name.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes its content.</param>
    /// <param name="earlier">In the same folder, the place of what was there; null where it is replaced.</param>
    internal static void Write(IDisk disk, string path, Action<Stream> write, string? earlier = null)
    {
        using var ongoing = OngoingWrites.Begin();
        // The name says who wrote it, so that what a killed process left is known from what is somebody's own.
        var beside = $"{path}.accrete-{Environment.ProcessId}.partial";
        var ours = false;
        try
        {
            CheckReplaceable(path);
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            CreateFolder(disk, folder);
            DeleteLeftOver(path);
            using var file = disk.Create(beside);
            ours = true;
            write(file);
            disk.Sync(file);
            if (earlier is not null && Place.Of(path).Kind == PlaceKind.File)
            {
                disk.Rename(path, earlier);
            }

            disk.Rename(beside, path);
            ours = false;
            disk.SyncFolder(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{path}: cannot be written ({e.Message}); free some space or choose another folder. Nothing "
                    + "that was there is lost.",
                e
            );
        }
        finally
        {
            if (ours)
            {
                DeleteIfAny(beside);
            }
        }
    }

    /// <summary>Makes a folder and those above it, all of which are there after a loss of power.</summary>
    internal static void CreateFolder(IDisk disk, string folder)
    {
        if (folder.Length == 0 || Directory.Exists(folder))
        {
            return;
        }

        var above = Path.GetDirectoryName(Path.GetFullPath(folder))!;
        CreateFolder(disk, above);
        disk.CreateFolder(folder);
        disk.SyncFolder(above);
    }

    /// <summary>
    /// Deletes what killed writers of a file left beside it: known by its name, a regular file, and no longer written.
    /// </summary>
    internal static void DeleteLeftOver(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (
            var file in Directory.EnumerateFiles(folder).Where(f => IsLeftOver(f, Path.GetFileName(path)) && !IsHeld(f))
        )
        {
            DeleteIfAny(file);
        }
    }

    /// <summary>
    /// Whether a file is what a writer of a file of some name left that was killed, or has not finished.
    /// </summary>
    internal static bool IsLeftOver(string file, string name) =>
        Path.GetFileName(file) is var found
        && found.StartsWith(name, StringComparison.Ordinal)
        && Ending().IsMatch(found.AsSpan(name.Length))
        && Place.Of(file).Kind == PlaceKind.File;

    [GeneratedRegex(@"^\.accrete-[0-9]{1,10}\.partial\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();

    // A writer holds a lock on its file until it has its name.
    private static bool IsHeld(string file)
    {
        try
        {
            using var free = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static void CheckReplaceable(string path)
    {
        // As root a device could be renamed away; through a link, such as /dev/stdout, it is still one.
        if (Place.Behind(path).Kind == PlaceKind.Other)
        {
            throw new InvalidInputException(
                $"{path}: is a device or a pipe, which a file cannot replace; name another place."
            );
        }
    }

    // What stopped the writing is worth more to the caller than why its rest could not be removed.
    private static void DeleteIfAny(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }
}
