using System.Runtime.InteropServices;

namespace Accrete.Machine;

/// <summary>A folder with the libraries of libtorch.</summary>
internal sealed class NativeFolder
{
    // In the order of their dependencies: each must find the ones before it already loaded.
    private static readonly string[] LoadOrder =
    [
        "gomp",
        "omp",
        "iomp5md",
        "c10",
        "c10_cuda",
        "torch_cpu",
        "torch_cuda",
        "torch",
    ];

    private readonly string[] files;

    private NativeFolder(string path, string[] files)
    {
        Path = path;
        this.files = files;
    }

    /// <summary>The full path, without a separator at its end.</summary>
    public string Path { get; }

    /// <summary>The folder that a user named.</summary>
    /// <exception cref="InvalidInputException">Throws if there is no such folder, or no libtorch in it.</exception>
    public static NativeFolder Named(string name)
    {
        if (!Directory.Exists(name))
        {
            throw new InvalidInputException(
                $"{name}: {(File.Exists(name) ? "not a folder" : "no such folder")}; name the folder that "
                    + "holds libtorch_cpu, such as PyTorch's torch/lib."
            );
        }

        var files = Files(name);
        return files.Any(IsTorch)
            ? new NativeFolder(Full(name), files)
            : throw new InvalidInputException(
                $"{name}: no libtorch_cpu in this folder; name the folder that holds it, such as PyTorch's torch/lib."
            );
    }

    /// <summary>The folder of the libtorch that came with Accrete.</summary>
    /// <exception cref="AccreteException">Throws if it is missing.</exception>
    public static NativeFolder Packaged() =>
        SearchedFolders().FirstOrDefault(d => Directory.Exists(d) && Directory.EnumerateFiles(d).Any(IsTorch))
            is { } folder
            ? new NativeFolder(Full(folder), Files(folder))
            : throw Missing("libtorch");

    /// <summary>The path of a single library that came with Accrete.</summary>
    /// <exception cref="AccreteException">Throws if it is missing.</exception>
    public static string PackagedLibrary(string name) =>
        SearchedFolders().Select(d => System.IO.Path.Combine(d, name)).FirstOrDefault(File.Exists)
        ?? throw Missing(name);

    /// <summary>The full path of a folder in the one spelling that <see cref="Path"/> has.</summary>
    public static string Full(string folder) =>
        System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));

    /// <summary>The path of a library of this folder; null when it is not here.</summary>
    public string? Library(string name) => files.FirstOrDefault(f => System.IO.Path.GetFileName(f) == name);

    /// <summary>Loads what is there, and asks it for its version.</summary>
    /// <exception cref="DllNotFoundException">Throws if a library is damaged, or needs another that is
    /// missing.</exception>
    /// <exception cref="NotSupportedException">Throws if the library is too old to tell its version.</exception>
    public unsafe Version LoadLibraries()
    {
        var torch = IntPtr.Zero;
        foreach (var stem in LoadOrder)
        {
            foreach (var file in files.Where(f => Stem(f) == stem))
            {
                var library = NativeLibrary.Load(file);
                torch = stem == "torch_cpu" ? library : torch;
            }
        }

        if (!NativeLibrary.TryGetExport(torch, "aoti_torch_abi_version", out var tell))
        {
            throw new NotSupportedException("it is older than 2.9");
        }

        // One byte each for major, minor and patch, from the top (PyTorch, torch/headeronly/version.h).
        var packed = ((delegate* unmanaged<ulong>)tell)();
        return new Version((int)(packed >> 56), (int)(packed >> 48 & 0xFF), (int)(packed >> 40 & 0xFF));
    }

    // "libgomp-98b21ff3.so.1" and "libtorch_cpu.so" are "gomp" and "torch_cpu"; "torch_cpu.dll" too. Other files are
    // null.
    internal static string? Stem(string file)
    {
        var name = System.IO.Path.GetFileName(file);
        var end = name.IndexOf(
            OperatingSystem.IsWindows() ? ".dll"
                : OperatingSystem.IsMacOS() ? ".dylib"
                : ".so",
            StringComparison.Ordinal
        );
        if (end < 0)
        {
            return null;
        }

        var stem = name[..end];
        stem = stem.StartsWith("lib", StringComparison.Ordinal) ? stem[3..] : stem;
        var hash = stem.IndexOf('-', StringComparison.Ordinal);
        return hash < 0 ? stem : stem[..hash];
    }

    private static bool IsTorch(string file) => Stem(file) == "torch_cpu";

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new InvalidInputException(
                $"{folder}: may not be read; give your user the right to, or name another folder.",
                e
            );
        }
    }

    private static IEnumerable<string> SearchedFolders()
    {
        var installed = AppContext.BaseDirectory;
        var system =
            OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : "linux";
        var portable = $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        var searched = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "").Split(
            System.IO.Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries
        );
        return
        [
            System.IO.Path.Combine(installed, "libtorch"), // Accrete.csproj puts it there on Linux, and says why
            System.IO.Path.Combine(installed, "runtimes", portable, "native"),
            installed,
            .. searched,
        ];
    }

    private static AccreteException Missing(string what) =>
        new(
            $"{AppContext.BaseDirectory}: the packaged {what} is missing here; build or install Accrete again, or name "
                + $"the folder of another libtorch in {LibTorch.FolderVariable}."
        );
}
