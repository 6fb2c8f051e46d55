using Accrete.Blueprints.Layers;
using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Pruning;

/// <summary>
/// The size of the scale that batch norms give a channel; the L1 norm of the filters where a group passes no norm.
/// </summary>
/// <remarks>Liu et al., <i>Learning Efficient Convolutional Networks through Network Slimming</i>, 2017.</remarks>
/// <param name="threshold">The share of all scales that the needed channels have.</param>
internal sealed class NormScale(double threshold = Criteria.DefaultThreshold) : ICriterion
{
    /// <inheritdoc/>
    public bool NeedsImages => false;

    /// <inheritdoc/>
    public (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    )
    {
        var (filters, work) = new FilterNorm(threshold).Measure(network, sample, cancellationToken);
        var scales = ParameterScores.Of(
            network,
            (c, p) => c.Layer is BatchNorm && p.Name.EndsWith(".weight", StringComparison.Ordinal),
            (_, gamma) => gamma.abs()
        );
        return (
            scales.ToDictionary(
                g => g.Key,
                g => g.Value.Any(s => s > 0) ? ChannelImportance.OfShare(g.Value, threshold) : filters[g.Key]
            ),
            work
        );
    }
}
