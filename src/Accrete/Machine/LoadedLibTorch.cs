namespace Accrete.Machine;

/// <summary>The libtorch that this process has loaded.</summary>
/// <param name="Folder">The folder that it was loaded from.</param>
/// <param name="Named">Whether the caller or the environment named that folder; otherwise it came with the
/// package.</param>
/// <param name="Bridged">Whether TorchSharp's native library had to be adapted to an older libstdc++.</param>
/// <param name="Cuda">Whether it can use a CUDA device.</param>
/// <param name="Version">The version that the library reports.</param>
public sealed record LoadedLibTorch(string Folder, bool Named, bool Bridged, bool Cuda, Version Version);
