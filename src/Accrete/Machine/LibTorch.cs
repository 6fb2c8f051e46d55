using System.Runtime.InteropServices;
using TorchSharp;

namespace Accrete.Machine;

/// <summary>Loads libtorch before TorchSharp looks for it, so that one build runs on old and new systems.</summary>
/// <remarks>
/// TorchSharp 0.107's native shim asks for the symbol version GLIBCXX_3.4.32 (GCC 13), which Debian 12, Ubuntu 22.04 and
/// RHEL 9 lack, although it uses nothing of it. Where the system lacks it, a copy of the shim that asks for it weakly
/// (<see cref="SymbolVersions"/>) is loaded instead.
/// </remarks>
public static class LibTorch
{
    /// <summary>The environment variable that names a folder with another libtorch.</summary>
    public const string FolderVariable = "ACCRETE_LIBTORCH";

    private const string ShimName = "libLibTorchSharp.so";
    private const string NeededVersion = "GLIBCXX_3.4.32";

    private static readonly Lock Gate = new();
    private static LoadedLibTorch? loaded;

    /// <summary>
    /// Loads libtorch once in a process: from <paramref name="folder"/>, from the folder that
    /// <c>ACCRETE_LIBTORCH</c> names, or from the package.
    /// </summary>
    /// <param name="folder">A folder with <c>libtorch_cpu</c> and its companions, such as PyTorch's <c>torch/lib</c>.</param>
    /// <exception cref="InvalidInputException">The folder holds no libtorch, or one that does not fit.</exception>
    /// <exception cref="AccreteException">The packaged libtorch is missing or cannot be loaded on this system.</exception>
    public static LoadedLibTorch Load(string? folder = null)
    {
        lock (Gate)
        {
            return loaded ??= LoadOnce(string.IsNullOrEmpty(folder) ? NamedByEnvironment() : folder);
        }
    }

    private static string? NamedByEnvironment() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : null;

    private static LoadedLibTorch LoadOnce(string? named)
    {
        Allocator.KeepFreedMemory();
        var folder = named is null ? PackagedFolder() : Path.GetFullPath(named);
        var bridged = false;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                bridged = LoadOnLinux(folder, named is not null);
            }
            else if (named is not null)
            {
                LoadLibraries(folder, named);
            }

            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or NotSupportedException or BadImageFormatException)
        {
            throw DoesNotFit(folder, named is not null, e);
        }

        return new LoadedLibTorch(folder, named is not null, bridged, torch.cuda.is_available());
    }

    private static bool LoadOnLinux(string folder, bool named)
    {
        LoadLibraries(folder, named ? folder : null);
        var shim = Path.Combine(PackagedFolder(), ShimName);
        var bridge = !StandardLibrary.Provides(NeededVersion);
        NativeLibrary.Load(bridge ? SymbolVersions.CopyWithWeak(shim, NeededVersion, CacheFolder.Path("native")) : shim);
        return bridge;
    }

    // In the order of their dependencies: each must find the ones before it already loaded.
    private static void LoadLibraries(string folder, string? named)
    {
        string[] stems = ["gomp", "omp", "iomp5md", "c10", "c10_cuda", "torch_cpu", "torch_cuda", "torch"];
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        if (!files.Any(f => Stem(f) == "torch_cpu"))
        {
            throw named is null
                ? new AccreteException($"{folder}: the packaged libtorch is missing here; build or install Accrete again.")
                : new InvalidInputException($"{named}: no libtorch_cpu in this folder; name the folder that holds it, such as PyTorch's torch/lib.");
        }

        foreach (var stem in stems)
        {
            foreach (var file in files.Where(f => Stem(f) == stem))
            {
                NativeLibrary.Load(file);
            }
        }
    }

    // "libgomp-98b21ff3.so.1" and "libtorch_cpu.so" are "gomp" and "torch_cpu"; "torch_cpu.dll" too. Other files are null.
    private static string? Stem(string file)
    {
        var name = Path.GetFileName(file);
        var end = name.IndexOf(OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so", StringComparison.Ordinal);
        if (end < 0)
        {
            return null;
        }

        var stem = name[..end];
        stem = stem.StartsWith("lib", StringComparison.Ordinal) ? stem[3..] : stem;
        var hash = stem.IndexOf('-', StringComparison.Ordinal);
        return hash < 0 ? stem : stem[..hash];
    }

    private static string PackagedFolder()
    {
        var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(Path.PathSeparator);
        var runtimes = Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native");
        var portable = Path.Combine(AppContext.BaseDirectory, "runtimes", PortableIdentifier(), "native");
        return new[] { runtimes, portable, AppContext.BaseDirectory }.Concat(searched)
            .FirstOrDefault(d => Directory.Exists(d) && Directory.EnumerateFiles(d).Any(f => Stem(f) == "torch_cpu")) ?? portable;
    }

    private static string PortableIdentifier()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    private static AccreteException DoesNotFit(string folder, bool named, Exception cause)
    {
        var reason = cause.GetBaseException().Message.Split('\n')[0];
        return named
            ? new InvalidInputException($"{folder}: this libtorch does not load ({reason}); Accrete needs libtorch 2.10.", cause)
            : new AccreteException($"{folder}: libtorch does not load on this system ({reason}); 'accrete doctor' says more.", cause);
    }
}
