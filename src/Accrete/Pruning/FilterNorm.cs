using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Pruning;

/// <summary>The L1 norm of the filters that make a channel.</summary>
/// <remarks>Li et al., <i>Pruning Filters for Efficient ConvNets</i>, 2017.</remarks>
/// <param name="threshold">The share of all norms that the needed channels have.</param>
internal sealed class FilterNorm(double threshold = Criteria.DefaultThreshold) : ICriterion
{
    /// <inheritdoc/>
    public bool NeedsImages => false;

    /// <inheritdoc/>
    public (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    ) =>
        (
            ParameterScores
                .Of(network, (_, p) => p.Shape.Count > 1, (_, w) => w.abs().flatten(1).sum(1))
                .ToDictionary(g => g.Key, g => ChannelImportance.OfShare(g.Value, threshold)),
            default
        );
}
