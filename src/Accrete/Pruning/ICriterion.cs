using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Pruning;

/// <summary>A criterion that measures the importance of channels.</summary>
public interface ICriterion
{
    /// <summary>Gets whether the criterion needs images.</summary>
    bool NeedsImages { get; }

    /// <summary>Measures the importance of every channel of every group that can change its width.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="sample">Images with their labels; criteria that need none do not read them.</param>
    /// <param name="cancellationToken">Stops before the next images are measured.</param>
    /// <returns>The importance of the channels by group, and the work of the measurement.</returns>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    );
}
