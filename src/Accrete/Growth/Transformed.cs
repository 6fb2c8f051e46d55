using Accrete.Networks;

namespace Accrete.Growth;

/// <summary>The result of a transformation: a new network and the state of its optimizer.</summary>
/// <param name="Network">The new network; the caller owns it.</param>
/// <param name="Optimiser">The state of its optimizer; null if there was none before.</param>
public sealed record Transformed(Network Network, OptimiserState? Optimiser) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Network.Dispose();
        Optimiser?.Dispose();
    }
}
