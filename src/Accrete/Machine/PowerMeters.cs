using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>Finds the power meters of a machine; it reads no energy.</summary>
internal static class PowerMeters
{
    /// <summary>Where Linux shows the processor's energy counters (RAPL).</summary>
    public const string PowercapFolder = "/sys/class/powercap";

    /// <summary>What the processor's counters are called.</summary>
    internal const string RaplName = "processor (RAPL)";

    /// <summary>What the counter of a card is called.</summary>
    internal const string NvmlMeterName = "graphics card (NVML)";

    /// <summary>NVIDIA's management library on this system.</summary>
    internal static string NvmlName => OperatingSystem.IsWindows() ? "nvml.dll" : "libnvidia-ml.so.1";

    /// <summary>All meters that Accrete knows, readable or not.</summary>
    public static IReadOnlyList<PowerMeter> Detect() => [Rapl(PowercapFolder), Nvml()];

    internal static PowerMeter Rapl(string powercap)
    {
        var counters = RaplPackages(powercap).Select(p => Path.Combine(p, "energy_uj")).ToArray();
        if (counters.Length == 0)
        {
            return new PowerMeter(RaplName, false, "none; virtual machines rarely have it");
        }

        foreach (var counter in counters)
        {
            try
            {
                File.ReadAllText(counter);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return new PowerMeter(
                    RaplName,
                    false,
                    $"{counter} may not be read",
                    $"To measure joules, let your user read it: sudo chmod a+r {powercap}/intel-rapl:*/energy_uj"
                );
            }
        }

        return new PowerMeter(RaplName, true, string.Join(", ", counters));
    }

    /// <summary>
    /// The folders of the processor's packages: not their parts, nor the platform (psys), which has them in it.
    /// </summary>
    internal static IEnumerable<string> RaplPackages(string powercap) =>
        !Directory.Exists(powercap)
            ? []
            : Directory.GetDirectories(powercap, "intel-rapl:*").Where(IsPackage).Order(StringComparer.Ordinal);

    private static bool IsPackage(string zone)
    {
        var name = Path.Combine(zone, "name");
        return File.Exists(name) && File.ReadAllText(name).StartsWith("package", StringComparison.Ordinal);
    }

    /// <summary>Whether an NVIDIA driver is on this system.</summary>
    internal static bool HasNvml() => NativeLibrary.TryLoad(NvmlName, out _);

    private static PowerMeter Nvml() =>
        HasNvml()
            ? new PowerMeter(NvmlMeterName, true, NvmlName)
            : new PowerMeter(NvmlMeterName, false, $"none; {NvmlName} is not on this system");
}
