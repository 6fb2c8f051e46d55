using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Accrete.Datasets.Files;

/// <summary>Folders of Linux, byte for byte: .NET loses names that are not UTF-8, and does not say what is a pipe.</summary>
internal sealed unsafe partial class LinuxFolders : FolderReader
{
    private const int NotThere = 2;
    private const int NotAllowed = 13;
    private const int NoFolder = 20;
    private const int TooManyLinks = 40;
    private const int TooLong = 36;

    // struct dirent of 64-bit systems.
    private const int TypeAt = 18;
    private const int NameAt = 19;

    // struct statx, which is the same on all machines.
    private const int StatxSize = 256;
    private const int ModeAt = 28;
    private const int InodeAt = 32;
    private const int DeviceAt = 136;
    private const int WorkingFolder = -100;
    private const uint TypeAndInode = 0x101;

    private const int AncestorsAtMost = 4096;

    /// <summary>Whether the system has what is needed.</summary>
    public static bool Works()
    {
        try
        {
            return new LinuxFolders().Resolve("/") is { Kind: EntryKind.Folder };
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    public override IReadOnlyList<FolderEntry>? List(string folder)
    {
        var open = opendir(RawPath.Bytes(folder));
        if (open == 0)
        {
            return Marshal.GetLastPInvokeError() is NotThere or NoFolder ? null : throw Error(folder);
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

    public override ResolvedPath? Resolve(string path)
    {
        var buffer = stackalloc byte[StatxSize];
        if (statx(WorkingFolder, RawPath.Bytes(path), 0, TypeAndInode, buffer) != 0)
        {
            return Marshal.GetLastPInvokeError() is NotThere or NoFolder or TooManyLinks ? null : throw Error(path);
        }

        var found = new ReadOnlySpan<byte>(buffer, StatxSize);
        var id = string.Create(CultureInfo.InvariantCulture,
            $"{BinaryPrimitives.ReadUInt64LittleEndian(found[DeviceAt..])}:{BinaryPrimitives.ReadUInt64LittleEndian(found[InodeAt..])}");
        return new ResolvedPath(KindOf(BinaryPrimitives.ReadUInt16LittleEndian(found[ModeAt..]) >> 12), id);
    }

    public override IEnumerable<string> IdsAbove(string folder)
    {
        var last = Resolve(folder)?.Id;
        for (var level = 0; level < AncestorsAtMost; level++)
        {
            folder += "/..";
            if (Reached(folder) is not { } above || above == last)
            {
                yield break;
            }

            yield return last = above;
        }
    }

    private string? Reached(string folder)
    {
        try
        {
            return Resolve(folder)?.Id;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private List<FolderEntry> ReadAll(nint open, string folder)
    {
        var entries = new List<FolderEntry>();
        while (readdir(open) is var entry && entry != null)
        {
            var name = RawPath.Of(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameAt));
            if (name is not ("." or ".."))
            {
                var type = entry[TypeAt];
                entries.Add(new FolderEntry(name, type == 0 ? UntoldKind($"{folder}/{name}") : KindOf(type)));
            }
        }

        return Marshal.GetLastPInvokeError() == 0 ? entries : throw Error(folder);
    }

    // Some file systems do not say it in the list. Links are then taken for what they lead to only after their identity was seen.
    private EntryKind UntoldKind(string path) => new FileInfo(path).LinkTarget is not null ? EntryKind.Link : Resolve(path)?.Kind ?? EntryKind.Link;

    // The numbers of d_type, which are the upper bits of st_mode too.
    private static EntryKind KindOf(int type) => type switch
    {
        4 => EntryKind.Folder,
        8 => EntryKind.File,
        10 => EntryKind.Link,
        _ => EntryKind.Special,
    };

    private static Exception Error(string path)
    {
        var (number, name) = (Marshal.GetLastPInvokeError(), RawPath.Shown(path));
        var message = $"{Marshal.GetPInvokeErrorMessage(number)}: {name}";
        return number switch
        {
            TooLong => new PathTooLongException(message),
            NotAllowed => new UnauthorizedAccessException(message),
            NotThere => new FileNotFoundException(message),
            _ => new IOException(message),
        };
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint opendir(byte[] path);

    [LibraryImport("libc", SetLastError = true)]
    private static partial byte* readdir(nint folder);

    [LibraryImport("libc")]
    private static partial int closedir(nint folder);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int statx(int folder, byte[] path, int flags, uint mask, byte* found);
}
