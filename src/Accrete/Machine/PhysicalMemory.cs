using System.Globalization;

namespace Accrete.Machine;

/// <summary>The memory that this process may use.</summary>
/// <param name="TotalBytes">All there is, or what the container was given.</param>
/// <param name="AvailableBytes">How much of it can be taken now without swapping.</param>
internal sealed record PhysicalMemory(long TotalBytes, long AvailableBytes)
{
    /// <summary>Asks this machine.</summary>
    public static PhysicalMemory Measure() => Measure("/proc/meminfo", "/sys/fs/cgroup");

    /// <summary>The physical memory that this process holds, in bytes.</summary>
    public static long ResidentBytes() => Environment.WorkingSet;

    /// <summary>
    /// What of that the process allocated itself, in bytes: without the pages of files, such as libtorch's code, which
    /// the system takes back and reads again as it likes. Null where the system does not tell.
    /// </summary>
    public static long? AllocatedBytes() => Kilobytes("/proc/self/status", "RssAnon:") * 1024;

    /// <summary>
    /// What a limit on addresses (<c>ulimit -v</c>) still leaves this process, in bytes; null where there is none.
    /// </summary>
    public static long? AddressesLeft()
    {
        const string limits = "/proc/self/limits";
        var line = File.Exists(limits)
            ? File.ReadLines(limits).FirstOrDefault(l => l.StartsWith("Max address space", StringComparison.Ordinal))
            : null;
        return
            line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 3 } words
            && long.TryParse(words[3], CultureInfo.InvariantCulture, out var limit)
            ? Math.Max(0, limit - ((Kilobytes("/proc/self/status", "VmSize:") ?? 0) * 1024))
            : null;
    }

    internal static PhysicalMemory Measure(string meminfo, string cgroup)
    {
        var collector = GC.GetGCMemoryInfo();
        var total = Kilobytes(meminfo, "MemTotal:") * 1024 ?? collector.TotalAvailableMemoryBytes;
        var available = Kilobytes(meminfo, "MemAvailable:") * 1024 ?? Math.Max(0, total - collector.MemoryLoadBytes);
        // The collector keeps a quarter of a container's memory for others; the limit itself is what counts for
        // libtorch.
        if (Number(Path.Combine(cgroup, "memory.max")) is { } limit && limit < total)
        {
            total = limit;
            available = Math.Min(available, Math.Max(0, limit - (Number(Path.Combine(cgroup, "memory.current")) ?? 0)));
        }

        return new PhysicalMemory(total, available);
    }

    private static long? Kilobytes(string file, string key)
    {
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal))
            : null;
        var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words.Length > 1 && long.TryParse(words[1], CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
    }

    private static long? Number(string file) =>
        File.Exists(file) && long.TryParse(File.ReadAllText(file).Trim(), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
