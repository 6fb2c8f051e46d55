using Accrete.Costs;
using Accrete.Machine;

namespace Accrete.Fuzz.Targets;

/// <summary>What Linux says of memory and energy, in files of text.</summary>
internal sealed class SystemTextTarget() : FolderTarget("system-text", 0.4)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents(("", Lines.Any), ("", Bytes.Any)), Bundle.Names];

    protected override void Read(string folder, CancellationToken stop)
    {
        PhysicalMemory.Measure(Path.Combine(folder, "meminfo"), Path.Combine(folder, "cgroup"));
        PowerMeters.Rapl(Path.Combine(folder, "powercap"));
        using var meter = RaplMeter.TryOpen(Path.Combine(folder, "powercap"));
        _ = meter?.Joules();
    }

    protected override IEnumerable<byte[]> Make()
    {
        yield return new Bundle([
            (
                "meminfo",
                "MemTotal:       24000000 kB\nMemFree:         1000000 kB\nMemAvailable:   20000000 kB\n"u8.ToArray()
            ),
            ("cgroup/memory.max", "8000000000\n"u8.ToArray()),
            ("cgroup/memory.current", "1000000\n"u8.ToArray()),
            ("powercap/intel-rapl:0/name", "package-0\n"u8.ToArray()),
            ("powercap/intel-rapl:0/energy_uj", "123456789\n"u8.ToArray()),
            ("powercap/intel-rapl:0/max_energy_range_uj", "262143328850\n"u8.ToArray()),
        ]).ToBytes();
    }
}
