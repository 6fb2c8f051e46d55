using Accrete.Blueprints;
using Accrete.Growth;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>Prunes a network: removes channels with all their weights.</summary>
public static class Prune
{
    /// <summary>Keeps some channels of some groups, and removes the others.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="optimiser">The state of its optimizer, or null; it is not changed.</param>
    /// <param name="kept">The channels to keep, by group; groups that are not named keep all.</param>
    /// <exception cref="InvalidInputException">Throws if a group is unknown or fixed, or would be empty.</exception>
    public static Transformed To(
        Network network,
        OptimiserState? optimiser,
        IReadOnlyDictionary<string, IReadOnlyList<int>> kept
    )
    {
        using var scope = NewDisposeScope();
        var groups = new ChannelGroups(network.Blueprint);
        var algebra = new ChannelAlgebra(
            network.Blueprint,
            kept.ToDictionary(k => k.Key, k => ChannelMap.Keep(groups[k.Key].Channels, k.Value))
        );
        var narrow = network.With(algebra.Result, algebra.MapWeights(network.State));
        return new Transformed(narrow, optimiser is null ? null : algebra.MapMoments(optimiser));
    }

    /// <summary>Keeps the most important channels of each group, and removes the others.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="optimiser">The state of its optimizer, or null; it is not changed.</param>
    /// <param name="importance">The importance of the channels, by group.</param>
    /// <param name="limits">Limits of the resulting widths.</param>
    /// <param name="keep">The share of channels to keep, above 0 and up to 1; null to keep as many as are
    /// needed.</param>
    public static Transformed To(
        Network network,
        OptimiserState? optimiser,
        IReadOnlyDictionary<string, ChannelImportance> importance,
        WidthLimits limits,
        double? keep = null
    )
    {
        if (keep is not null and not (> 0 and <= 1))
        {
            throw new InvalidInputException(
                $"keep {AskedNumber.Text(keep.Value)}: the share of channels that stays must be above 0 and at most 1."
            );
        }

        return To(
            network,
            optimiser,
            importance.ToDictionary(
                g => g.Key,
                g =>
                {
                    var present = g.Value.Scores.Count;
                    return g.Value.Best(
                        limits.Apply(
                            keep is { } share ? (int)Math.Ceiling(share * present - 1e-9) : g.Value.Used,
                            present
                        )
                    );
                }
            )
        );
    }
}
