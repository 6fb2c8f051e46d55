using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Accrete.Machine;

/// <summary>The processor that this process runs on.</summary>
/// <param name="Name">The maker's name of it.</param>
/// <param name="LogicalCores">How many cores this process may use; containers and affinity can make it fewer than there
/// are.</param>
/// <param name="InstructionSets">Those that decide how fast libtorch is, such as <c>AVX2</c>; only ones that the system
/// lets programs use.</param>
internal sealed record Processor(string Name, int LogicalCores, IReadOnlyList<string> InstructionSets)
{
    private const string BFloat16Suffix = "BF16";

    /// <summary>
    /// Whether it multiplies bfloat16 numbers in hardware, which makes bf16 training faster than float32.
    /// </summary>
    public bool FastBFloat16 => InstructionSets.Any(s => s.EndsWith(BFloat16Suffix, StringComparison.Ordinal));

    /// <summary>Asks the processor of this machine.</summary>
    public static Processor Detect()
    {
        var flags = KernelFlags();
        return new Processor(
            DetectName(),
            Environment.ProcessorCount,
            X86Base.IsSupported ? OnX86(flags) : OnArm(flags)
        );
    }

    private static string[] OnX86(HashSet<string> flags)
    {
        var sets = new (string Name, bool Supported)[]
        {
            ("AVX2", Avx2.IsSupported),
            ("AVX-512", Avx512F.IsSupported),
            ("AVX-512 BF16", Avx512F.IsSupported && Feature(leaf: 7, subleaf: 1).Eax.HasBit(5)),
            // Tiles need the kernel's leave as well, and only its own list says whether it was given.
            ("AMX BF16", flags.Contains("amx_tile") && flags.Contains("amx_bf16")),
        };
        return [.. sets.Where(s => s.Supported).Select(s => s.Name)];
    }

    private static string[] OnArm(HashSet<string> flags)
    {
        var sets = new (string Name, bool Supported)[]
        {
            ("NEON", AdvSimd.IsSupported),
            ("SVE", flags.Contains("sve")),
            ("NEON BF16", flags.Contains("bf16")),
        };
        return [.. sets.Where(s => s.Supported).Select(s => s.Name)];
    }

    private static (int Eax, int Ebx, int Ecx, int Edx) Feature(int leaf, int subleaf) =>
        X86Base.CpuId(0, 0).Eax >= leaf ? X86Base.CpuId(leaf, subleaf) : default;

    private static string DetectName()
    {
        const int firstNameLeaf = unchecked((int)0x80000002);
        if (!X86Base.IsSupported || (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax < 0x80000004)
        {
            return $"{RuntimeInformation.ProcessArchitecture}";
        }

        var letters = new List<int>();
        for (var leaf = 0; leaf < 3; leaf++)
        {
            var (a, b, c, d) = X86Base.CpuId(firstNameLeaf + leaf, 0);
            letters.AddRange([a, b, c, d]);
        }

        var bytes = MemoryMarshal.AsBytes<int>(letters.ToArray());
        return Encoding.ASCII.GetString(bytes).TrimEnd('\0').Trim();
    }

    private static HashSet<string> KernelFlags()
    {
        const string list = "/proc/cpuinfo";
        var line = File.Exists(list)
            ? File.ReadLines(list)
                .FirstOrDefault(l =>
                    l.StartsWith("flags", StringComparison.Ordinal)
                    || l.StartsWith("Features", StringComparison.Ordinal)
                )
            : null;
        return [.. line?.Split([' ', '\t', ':'], StringSplitOptions.RemoveEmptyEntries) ?? []];
    }
}

file static class Register
{
    public static bool HasBit(this int register, int bit) => (register >> bit & 1) != 0;
}
