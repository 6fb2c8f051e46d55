using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Accrete.Machine;

/// <summary>
/// Loads libtorch, the native library that computes. Most programs need not call it: libtorch is loaded when it is
/// first needed.
/// </summary>
/// <remarks>
/// TorchSharp 0.107's native shim asks for the symbol version GLIBCXX_3.4.32 (GCC 13), which Debian 12, Ubuntu 22.04
/// and RHEL 9 lack, although it uses nothing of it. Where the system lacks it, a copy of the shim that asks for it
/// weakly (<see cref="SymbolVersions"/>) is loaded instead. A named folder may hold a shim of its own, built for the
/// libtorch beside it, which may then be of any version.
/// </remarks>
public static class LibTorch
{
    /// <summary>The environment variable that names a folder with another libtorch.</summary>
    public const string FolderVariable = "ACCRETE_LIBTORCH";

    internal const string NeededVersion = "GLIBCXX_3.4.32";

    private const string ShimName = "libLibTorchSharp.so";

    private static readonly Lock Gate = new();
    private static LoadedLibTorch? loaded;

    /// <summary>The version that TorchSharp was built for; its C++ interface changes with each minor version.</summary>
    internal static Version FittingVersion { get; } = new(2, 10);

    /// <summary>
    /// Loads libtorch once in this process: from <paramref name="folder"/>, or from the folder that the environment
    /// variable <c>ACCRETE_LIBTORCH</c> names, or from the package.
    /// </summary>
    /// <param name="folder">A folder with <c>libtorch_cpu</c> and its companions, such as PyTorch's
    /// <c>torch/lib</c>.</param>
    /// <exception cref="InvalidInputException">Throws if the folder holds no libtorch, or one that does not
    /// fit.</exception>
    /// <exception cref="AccreteException">
    /// Throws if the packaged libtorch is missing or cannot be loaded, or another folder's is loaded already.
    /// </exception>
    public static LoadedLibTorch Load(string? folder = null)
    {
        lock (Gate)
        {
            if (loaded is null)
            {
                return loaded = LoadOnce(string.IsNullOrEmpty(folder) ? NamedByEnvironment() : folder);
            }

            return string.IsNullOrEmpty(folder) || NativeFolder.Full(folder) == loaded.Folder
                ? loaded
                : throw new AccreteException(
                    $"{folder}: libtorch is already loaded from {loaded.Folder}; name the folder before the first use."
                );
        }
    }

    // What libtorch and its threads map at their beginning, and room for .NET: without it either ends without a word.
    private const long LeastAddresses = 1_000_000_000;

    private static string? NamedByEnvironment() =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named ? named : null;

    private static LoadedLibTorch LoadOnce(string? named)
    {
        WovenTorchSharp.Require();
        Allocator.KeepFreedMemory();
        WaitingThreads.Sleep();
        var folder = named is null ? NativeFolder.Packaged() : NativeFolder.Named(named);
        if (PhysicalMemory.AddressesLeft() is { } left && left < LeastAddresses)
        {
            throw new AccreteException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"out of memory: the limit on addresses (ulimit -v) leaves {left / 1e6:n0} MB, and "
                        + $"libtorch needs {LeastAddresses / 1e6:n0} MB to begin; raise it."
                )
            );
        }

        try
        {
            var version = folder.LoadLibraries();
            var own = folder.Library(ShimName);
            if (own is null && new Version(version.Major, version.Minor) != FittingVersion)
            {
                throw DoesNotFit(folder, named is not null, $"it is version {version}");
            }

            var bridged = OperatingSystem.IsLinux() && LoadShim(own ?? NativeFolder.PackagedLibrary(ShimName));
            _ = torch.get_num_threads(); // the first call into the shim: better now than in the middle of the work
            return new LoadedLibTorch(folder.Path, named is not null, bridged, ReachesCuda(), version);
        }
        catch (Exception e)
            when (e
                    is DllNotFoundException
                        or EntryPointNotFoundException
                        or TypeInitializationException
                        or NotSupportedException
                        or BadImageFormatException
            )
        {
            throw DoesNotFit(folder, named is not null, Reason(e), e);
        }
    }

    private static bool LoadShim(string shim)
    {
        var bridge = !StandardLibrary.Provides(NeededVersion) && SymbolVersions.AskedFor(shim, NeededVersion);
        if (!bridge)
        {
            NativeLibrary.Load(shim);
        }
        else if (!TryLoadBridged(shim, CacheFolder.Path("native")))
        {
            LoadBridged(shim);
        }

        return bridge;
    }

    private static bool TryLoadBridged(string shim, string? folder)
    {
        try
        {
            return folder is not null
                && NativeLibrary.Load(SymbolVersions.CopyWithWeak(shim, NeededVersion, folder)) != 0;
        }
        catch (AccreteException)
        {
            // A cache that cannot be written is no reason not to work.
            return false;
        }
    }

    // In a folder that nobody else can write, which is needed no longer than the loading takes.
    private static void LoadBridged(string shim)
    {
        var own = TemporaryFolder();
        try
        {
            NativeLibrary.Load(SymbolVersions.CopyWithWeak(shim, NeededVersion, own));
        }
        finally
        {
            Directory.Delete(own, recursive: true);
        }
    }

    private static string TemporaryFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("accrete-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AccreteException(
                $"{Path.GetTempPath()}: cannot be written, and neither can the cache ({e.Message}); set "
                    + $"{CacheFolder.Variable} to a folder that can.",
                e
            );
        }
    }

    // TensorFloat-32, libtorch's default in convolutions, has 10 bits where float32 has 23: too few to see that growth
    // is exact.
    private static bool ReachesCuda()
    {
        if (!torch.cuda.is_available())
        {
            return false;
        }

        torch.backends.cudnn.allow_tf32 = false;
        torch.backends.cuda.matmul.allow_tf32 = false;
        return true;
    }

    // The system's linker explains itself after .NET's own first lines, one line for each path that was tried.
    private static string Reason(Exception e) =>
        e.GetBaseException().Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            is { Length: > 0 } lines
            ? lines.Skip(1).FirstOrDefault(l => l.StartsWith('/')) ?? lines[0]
            : e.GetType().Name;

    private static AccreteException DoesNotFit(
        NativeFolder folder,
        bool named,
        string reason,
        Exception? cause = null
    ) =>
        named
            ? new InvalidInputException(
                $"{folder.Path}: this libtorch does not fit ({reason}); Accrete needs libtorch "
                    + $"{FittingVersion}, such as PyTorch {FittingVersion}'s "
                    + "torch/lib"
                    + (OperatingSystem.IsLinux() ? $", or another with a {ShimName} beside it, built for it." : "."),
                cause
            )
            : new AccreteException(
                $"{folder.Path}: libtorch does not load on this system ({reason}); build or install Accrete again.",
                cause
            );
}
