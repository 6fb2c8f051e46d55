using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>What the threads of OpenMP, on which libtorch computes, do while they wait for work.</summary>
/// <remarks>
/// By default they spin, on the cores that others could use. With two other programs on two cores a training took three
/// times as long as with threads that sleep; on a quiet machine it makes no difference (docs/benchmarks.md,
/// bench/waiting-threads.sh).
/// </remarks>
internal static partial class WaitingThreads
{
    /// <summary>
    /// The variable by which every OpenMP knows it: GCC's on Linux, LLVM's on macOS, Intel's on Windows.
    /// </summary>
    public const string PolicyVariable = "OMP_WAIT_POLICY";

    // Who sets one of these knows what the machine is for.
    private static readonly string[] Variables = [PolicyVariable, "GOMP_SPINCOUNT", "KMP_BLOCKTIME", "KMP_LIBRARY"];

    /// <summary>What the user said about it; null when nothing.</summary>
    public static string? Chosen() =>
        Variables
            .Select(v => (Name: v, Value: Environment.GetEnvironmentVariable(v)))
            .FirstOrDefault(v => !string.IsNullOrEmpty(v.Value))
            is { Name: { } name, Value: var value }
            ? $"{name}={value}"
            : null;

    /// <summary>Lets them sleep, unless the user chose otherwise. It counts only before libtorch is loaded.</summary>
    public static void Sleep()
    {
        if (Chosen() is null)
        {
            // .NET keeps its own copy of the environment on Unix, which native code does not see.
            _ = OperatingSystem.IsWindows()
                ? _putenv_s(PolicyVariable, "passive")
                : setenv(PolicyVariable, "passive", 0);
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setenv(string name, string value, int overwrite);

    [LibraryImport("ucrtbase", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int _putenv_s(string name, string value);
}
