using Accrete.Networks;

namespace Accrete.Growth;

/// <summary>What a transformation makes: a new network, and what its optimiser remembers.</summary>
/// <param name="Network">The network after the transformation; the caller owns it.</param>
/// <param name="Optimiser">The moments after it; null when there were none before.</param>
public sealed record Transformed(Network Network, OptimiserState? Optimiser) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Optimiser?.Dispose();
    }
}
