using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Pruning;

/// <summary>Says which channels of a network matter.</summary>
public interface ICriterion
{
    /// <summary>Whether it looks at images.</summary>
    bool NeedsImages { get; }

    /// <summary>Measures the importance of every channel of every group that can change its width.</summary>
    /// <param name="network">The network; left as it is.</param>
    /// <param name="sample">Images with their labels; not read by criteria that need none.</param>
    /// <param name="cancellationToken">Stops before the next images.</param>
    /// <returns>The importances by group, and the work that it was.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    );
}
