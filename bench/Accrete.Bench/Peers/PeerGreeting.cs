namespace Accrete.Bench.Peers;

/// <summary>The first line that <c>peer.py</c> says.</summary>
/// <param name="Version">PyTorch's version.</param>
/// <param name="OpenBlas">Whether its matrix products are OpenBLAS's.</param>
/// <param name="Setting">The setting that it found fastest.</param>
/// <param name="Speeds">Images in a second by setting.</param>
internal sealed record PeerGreeting(
    string Version,
    bool OpenBlas,
    string Setting,
    IReadOnlyDictionary<string, double> Speeds
);
