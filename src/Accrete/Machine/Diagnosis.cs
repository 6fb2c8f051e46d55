using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>Whether Accrete can work on a machine, and how well.</summary>
/// <param name="Findings">What was looked at, in the order in which to read it.</param>
internal sealed record Diagnosis(IReadOnlyList<Finding> Findings)
{
    private const long SmallMemory = 2L << 30;

    /// <summary>Whether nothing keeps Accrete from working.</summary>
    public bool Healthy => Findings.All(f => f.Level != FindingLevel.Failure);

    /// <summary>Looks at this machine, and loads libtorch to do so.</summary>
    /// <param name="libtorch">The folder of another libtorch than the packaged one, as in
    /// <see cref="LibTorch.Load"/>.</param>
    /// <exception cref="InvalidInputException">Throws if the folder that was named holds no libtorch, or one that does
    /// not fit.</exception>
    public static Diagnosis OfThisMachine(string? libtorch = null) =>
        new([
            OperatingSystemFinding(),
            .. ProcessorFindings(Processor.Detect()),
            MemoryFinding(PhysicalMemory.Measure()),
            .. StandardLibraryFindings(),
            .. LibTorchFindings(libtorch),
            WaitingFinding(WaitingThreads.Chosen()),
            .. PowerMeters.Detect().Select(PowerFinding),
        ]);

    internal static IReadOnlyList<Finding> ProcessorFindings(Processor processor)
    {
        var cores = processor.LogicalCores == 1 ? "1 core" : $"{processor.LogicalCores} cores";
        var sets =
            processor.InstructionSets.Count == 0
                ? "none that libtorch gains from"
                : string.Join(", ", processor.InstructionSets);
        return
        [
            Finding.Good("processor", $"{processor.Name}, {cores}"),
            processor.InstructionSets.Count == 0
                ? Finding.Note("instructions", sets, "Training works, but slowly: libtorch is fast from AVX2 on.")
                : Finding.Good("instructions", sets),
            processor.FastBFloat16
                ? Finding.Good("bf16", "fast here")
                : Finding.Note("bf16", "not in hardware", "Train with --precision fp32, which is faster here."),
        ];
    }

    internal static Finding MemoryFinding(PhysicalMemory memory)
    {
        var value = $"{Gibibytes(memory.TotalBytes)}, {Gibibytes(memory.AvailableBytes)} of it free";
        return memory.AvailableBytes >= SmallMemory
            ? Finding.Good("memory", value)
            : Finding.Note(
                "memory",
                value,
                $"Training a small network takes about {Gibibytes(SmallMemory)}: close other programs or use a "
                    + "smaller batch."
            );
    }

    internal static Finding PowerFinding(PowerMeter meter) =>
        meter.Readable
            ? Finding.Good($"power, {meter.Name}", meter.Detail)
            : Finding.Note($"power, {meter.Name}", meter.Detail, meter.Advice);

    internal static Finding WaitingFinding(string? chosen) =>
        Finding.Good(
            "waiting threads",
            chosen is null ? "sleep, which leaves the cores to others" : $"as {chosen} says"
        );

    private static Finding OperatingSystemFinding()
    {
        var value =
            $"{RuntimeInformation.OSDescription}, "
            + $"{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, "
            + $"{RuntimeInformation.FrameworkDescription}";
        return Environment.Is64BitProcess
            ? Finding.Good("system", value)
            : Finding.Failure("system", value, "libtorch needs 64 bits: install the 64-bit .NET runtime.");
    }

    private static IEnumerable<Finding> StandardLibraryFindings()
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        return
        [
            StandardLibrary.File() is { } file
                ? Finding.Good(
                    "libstdc++",
                    StandardLibrary.Provides(LibTorch.NeededVersion)
                        ? file
                        : $"{file}, older than {LibTorch.NeededVersion}: bridged"
                )
                : Finding.Failure(
                    "libstdc++",
                    "not on this system",
                    "Install the package libstdc++6 (Debian, Ubuntu) or libstdc++ (Fedora, RHEL)."
                ),
        ];
    }

    private static Finding[] LibTorchFindings(string? folder)
    {
        try
        {
            var loaded = LibTorch.Load(folder);
            var origin = loaded.Named ? "named" : "packaged";
            return
            [
                Finding.Good("libtorch", $"{loaded.Version}, {origin}, {loaded.Folder}"),
                loaded.Cuda
                    ? Finding.Good("CUDA", "a device answers")
                    : Finding.Note(
                        "CUDA",
                        "no device",
                        PowerMeters.HasNvml()
                            ? "To use the graphics card, name the torch/lib folder of PyTorch "
                                + $"{LibTorch.FittingVersion} with --libtorch."
                            : null
                    ),
            ];
        }
        catch (AccreteException e) when (e is not InvalidInputException)
        {
            return
            [
                Finding.Failure(
                    "libtorch",
                    e.Message,
                    $"Another libtorch {LibTorch.FittingVersion} can be named with --libtorch DIR or "
                        + $"{LibTorch.FolderVariable}=DIR."
                ),
            ];
        }
    }

    private static string Gibibytes(long bytes) => $"{bytes / (double)(1L << 30):0.#} GiB";
}
