namespace Accrete.Networks;

/// <summary>The state of an optimizer: the moments of each parameter. It owns its tensors.</summary>
public sealed class OptimiserState : IDisposable
{
    /// <summary>Makes a state that owns the tensors of <paramref name="moments"/> from here on.</summary>
    public OptimiserState(IReadOnlyDictionary<string, ParameterMoments> moments)
    {
        Moments = moments;
        foreach (var moment in moments.Values)
        {
            moment.First?.DetachFromDisposeScope();
            moment.Second?.DetachFromDisposeScope();
        }
    }

    /// <summary>Gets the moments by parameter name; parameters without moments are missing.</summary>
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
