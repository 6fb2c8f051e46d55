using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Accrete.Files;

/// <summary>
/// What .NET has no call for: the kind of a file without opening it, opening without following a link, syncing a
/// folder. Names need not be UTF-8 (<see cref="RawPath"/>).
/// </summary>
internal static partial class UnixFile
{
    private const int NotThere = 2;
    private const int NotPermitted = 13;
    private const int NoFolderAbove = 20;
    private const int InputOutputError = 5;
    private const int ReadWrite = 2;
    private const int HereAbove = -100;
    private const int EmptyPath = 0x1000;
    private const int NoLink = 0x100;
    private const uint TypeAndNumber = 0x101;
    private const int StatusBytes = 512;

    private static bool Apple => OperatingSystem.IsMacOS();

    private static bool Arm => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm;

    private static int PathTooLong => Apple ? 63 : 36;

    private static int LinksInARing => Apple ? 62 : 40;

    private static int NeverWaiting => Apple ? 0x4 : 0x800;

    private static int NotInherited => Apple ? 0x1000000 : 0x80000;

    private static int WithoutLink =>
        Apple ? 0x100
        : Arm ? 0x8000
        : 0x20000;

    /// <summary>What is at a path.</summary>
    public static Place At(string path, bool throughLinks)
    {
        // As File.Exists has it.
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return Place.Empty;
        }

        Span<byte> status = stackalloc byte[StatusBytes];
        ref var first = ref MemoryMarshal.GetReference(status);
        var failed = Apple
            ? throughLinks
                ? stat(RawPath.Bytes(path), ref first)
                : lstat(RawPath.Bytes(path), ref first)
            : statx(HereAbove, RawPath.Bytes(path), throughLinks ? 0 : NoLink, TypeAndNumber, ref first);
        return failed == 0 ? Of(status)
            : Marshal.GetLastPInvokeError() is var error
            && (error is NotThere or NoFolderAbove || error == LinksInARing)
                ? Place.Empty
            : throw Failure(path);
    }

    /// <summary>What an open file is.</summary>
    public static Place Of(SafeFileHandle file)
    {
        Span<byte> status = stackalloc byte[StatusBytes];
        ref var first = ref MemoryMarshal.GetReference(status);
        var failed = Apple
            ? fstat(file, ref first)
            : statx(file, RawPath.Bytes(""), EmptyPath, TypeAndNumber, ref first);
        return failed == 0 ? Of(status) : throw Failure("an open file");
    }

    /// <summary>Opens what is there and waits for nobody.</summary>
    public static SafeFileHandle Open(string path, bool toChange, bool throughLink)
    {
        var file = open(
            RawPath.Bytes(path),
            (toChange ? ReadWrite : 0) | NeverWaiting | NotInherited | (throughLink ? 0 : WithoutLink)
        );
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw Failure(path);
    }

    /// <summary>
    /// Brings the names in a folder to the disk: a file that was renamed is found there after a loss of power.
    /// </summary>
    /// <exception cref="IOException">Throws if the disk fails.</exception>
    public static void SyncFolder(string path)
    {
        // A folder that may be written but not read cannot be opened, and some file systems sync no folders: all that
        // can be done is done then.
        var file = open(RawPath.Bytes(path), NotInherited);
        if (file < 0)
        {
            return;
        }

        using var folder = new SafeFileHandle(file, ownsHandle: true);
        if (fsync(folder) != 0 && Marshal.GetLastPInvokeError() == InputOutputError)
        {
            throw Failure(path);
        }
    }

    // The layouts of Linux's struct statx, one for all processors, and of macOS's struct stat.
    private static Place Of(ReadOnlySpan<byte> status)
    {
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(status[(Apple ? 4 : 28)..]);
        var number = BinaryPrimitives.ReadUInt64LittleEndian(status[(Apple ? 8 : 32)..]);
        var device = Apple
            ? BinaryPrimitives.ReadUInt32LittleEndian(status)
            : BinaryPrimitives.ReadUInt64LittleEndian(status[136..]);
        var kind = (mode & 0xF000) switch
        {
            0x8000 => PlaceKind.File,
            0x4000 => PlaceKind.Folder,
            0xA000 => PlaceKind.Link,
            _ => PlaceKind.Other,
        };
        return new Place(kind, string.Create(CultureInfo.InvariantCulture, $"{device}:{number}"));
    }

    /// <summary>What the last call that failed said.</summary>
    public static Exception Failure(string path)
    {
        var (error, message) = (Marshal.GetLastPInvokeError(), Marshal.GetLastPInvokeErrorMessage());
        return error switch
        {
            NotThere => new FileNotFoundException(message, path),
            NotPermitted => new UnauthorizedAccessException(message),
            _ when error == PathTooLong => new PathTooLongException(message),
            _ => new IOException(message),
        };
    }

    // Its third argument, which is for new files only, is never given.
    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(byte[] path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int statx(int folder, byte[] path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int statx(SafeFileHandle file, byte[] path, int flags, uint mask, ref byte status);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int stat(byte[] path, ref byte status);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int lstat(byte[] path, ref byte status);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fstat(SafeFileHandle file, ref byte status);
}
