using System.Runtime.InteropServices;

namespace Accrete.Files.Trees;

/// <summary>
/// Folders of Linux, byte for byte: .NET loses names that are not UTF-8, and does not say what is a pipe.
/// </summary>
internal sealed unsafe partial class LinuxFolders : FolderReader
{
    private const int NotThere = 2;
    private const int NoFolder = 20;

    // struct dirent of 64-bit systems.
    private const int TypeAt = 18;
    private const int NameAt = 19;

    private const int AncestorsAtMost = 4096;

    public override IReadOnlyList<FolderEntry>? List(string folder)
    {
        var open = opendir(RawPath.Bytes(folder));
        if (open == 0)
        {
            return Marshal.GetLastPInvokeError() is NotThere or NoFolder ? null : throw UnixFile.Failure(folder);
        }

        try
        {
            return ReadAll(open, folder);
        }
        finally
        {
            _ = closedir(open);
        }
    }

    public override Place Resolve(string path) => Place.Behind(path);

    public override IEnumerable<string> IdsAbove(string folder)
    {
        var last = Resolve(folder).Id;
        for (var level = 0; level < AncestorsAtMost; level++)
        {
            folder += "/..";
            if (Reached(folder) is not { Length: > 0 } above || above == last)
            {
                yield break;
            }

            yield return last = above;
        }
    }

    private string Reached(string folder)
    {
        try
        {
            return Resolve(folder).Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static List<FolderEntry> ReadAll(nint open, string folder)
    {
        var entries = new List<FolderEntry>();
        while (readdir(open) is var entry && entry != null)
        {
            var name = RawPath.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt));
            if (name is not ("." or ".."))
            {
                var type = entry[TypeAt];
                // Some file systems do not say it in the list.
                entries.Add(new FolderEntry(name, type == 0 ? Place.Of($"{folder}/{name}").Kind : KindOf(type)));
            }
        }

        return Marshal.GetLastPInvokeError() == 0 ? entries : throw UnixFile.Failure(folder);
    }

    // The numbers of d_type.
    private static PlaceKind KindOf(int type) =>
        type switch
        {
            4 => PlaceKind.Folder,
            8 => PlaceKind.File,
            10 => PlaceKind.Link,
            _ => PlaceKind.Other,
        };

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint opendir(byte[] path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* readdir(nint folder);

    [LibraryImport("libc")]
    private static partial int closedir(nint folder);
}
