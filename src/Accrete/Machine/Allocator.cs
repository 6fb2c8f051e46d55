using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>How the C library hands memory to libtorch.</summary>
/// <remarks>
/// By default glibc gives large blocks back to the system when they are freed, and a training step that frees and takes
/// the same activations again pays for every page anew. Keeping freed memory made a step 1.2 times as fast where this
/// was measured (docs/benchmarks.md); the memory kept is what one step needs at most.
/// </remarks>
internal static partial class Allocator
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int ArenaMax = -8;

    /// <summary>
    /// Tells glibc to keep freed memory, in one arena for all threads. Does nothing on other C libraries.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (
            !OperatingSystem.IsLinux()
            || !NativeLibrary.TryLoad("libc.so.6", out var libc)
            || !NativeLibrary.TryGetExport(libc, "mallopt", out _)
        )
        {
            return;
        }

        _ = mallopt(ArenaMax, 1);
        _ = mallopt(TrimThreshold, int.MaxValue);
        _ = mallopt(MmapThreshold, 1 << 30);
    }

    [LibraryImport("libc.so.6")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int mallopt(int parameter, int value);
}
