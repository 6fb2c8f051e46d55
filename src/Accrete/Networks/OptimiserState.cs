namespace Accrete.Networks;

/// <summary>What an optimiser remembers, by parameter name; it owns its tensors.</summary>
public sealed class OptimiserState : IDisposable
{
    /// <summary>Takes over the tensors of <paramref name="moments"/>.</summary>
    public OptimiserState(IReadOnlyDictionary<string, ParameterMoments> moments)
    {
        Moments = moments;
        foreach (var moment in moments.Values)
        {
            moment.First?.DetachFromDisposeScope();
            moment.Second?.DetachFromDisposeScope();
        }
    }

    /// <summary>The moments of each parameter that has any.</summary>
    public IReadOnlyDictionary<string, ParameterMoments> Moments { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var moment in Moments.Values)
        {
            moment.First?.Dispose();
            moment.Second?.Dispose();
        }
    }
}
