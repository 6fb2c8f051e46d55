namespace Accrete.Machine;

/// <summary>Which libtorch this process runs on.</summary>
/// <param name="Folder">The folder that it was loaded from.</param>
/// <param name="Named">Whether the user named that folder; otherwise it came with the package.</param>
/// <param name="Bridged">Whether TorchSharp's shim had to be bridged to an older libstdc++.</param>
/// <param name="Cuda">Whether it reaches a CUDA device.</param>
/// <param name="Version">The version that the library itself tells.</param>
public sealed record LoadedLibTorch(string Folder, bool Named, bool Bridged, bool Cuda, Version Version);
