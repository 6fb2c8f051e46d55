using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Growth;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>A state from which a run goes on as if it had never stopped.</summary>
/// <param name="Position">How far it has come.</param>
/// <param name="State">The network and what its optimiser remembers; the checkpoint owns them.</param>
internal sealed record Checkpoint(RunPosition Position, Transformed State) : IDisposable
{
    /// <summary>How well each training image is learned; null where none are left out for it.</summary>
    public LearnedSamples? Samples { get; init; }

    /// <summary>The running mean of the weights; null where none is kept.</summary>
    public IReadOnlyDictionary<string, Tensor>? Average { get; init; }

    /// <summary>Work that was done after it and is lost; null where none is known.</summary>
    public LedgerEntry? Lost { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        State.Dispose();
        foreach (var mean in Average?.Values ?? [])
        {
            mean.Dispose();
        }
    }
}
