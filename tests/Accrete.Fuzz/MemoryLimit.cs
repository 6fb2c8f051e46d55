using System.Globalization;
using System.Runtime.InteropServices;

namespace Accrete.Fuzz;

/// <summary>
/// The memory of this process: how much it had at most since a moment, and a limit that it cannot pass. On Linux;
/// elsewhere nothing is known.
/// </summary>
internal static partial class MemoryLimit
{
    private const int AddressSpace = 9;
    private const int CoreFile = 4;

    private static readonly bool Known = OperatingSystem.IsLinux() && File.Exists("/proc/self/clear_refs");

    /// <summary>
    /// Lets the process have so much more address space than it has now, and leave no image of itself when it dies.
    /// </summary>
    public static void Allow(long more)
    {
        if (Known)
        {
            var most = (ulong)(Kilobytes("VmSize:") * 1024 + more);
            _ = SetLimit(AddressSpace, [most, most]);
            _ = SetLimit(CoreFile, [0, 0]);
        }
    }

    /// <summary>Begins to look for the most, and gives the bytes that are held now.</summary>
    public static long Begin()
    {
        if (!Known)
        {
            return 0;
        }

        File.WriteAllText("/proc/self/clear_refs", "5");
        return Kilobytes("VmRSS:") * 1024;
    }

    /// <summary>The most bytes that were held since.</summary>
    public static long Most() => Known ? Kilobytes("VmHWM:") * 1024 : 0;

    private static long Kilobytes(string key)
    {
        var text = File.ReadAllText("/proc/self/status");
        var at = text.IndexOf(key, StringComparison.Ordinal) + key.Length;
        return long.Parse(
            text.AsSpan(at, text.IndexOf("kB", at, StringComparison.Ordinal) - at).Trim(),
            CultureInfo.InvariantCulture
        );
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, [In] ulong[] limit);
}
