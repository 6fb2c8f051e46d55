using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Pruning;

/// <summary>Channels drawn by chance: what another criterion has to be better than.</summary>
/// <param name="threshold">The share of channels that is needed.</param>
/// <param name="seed">Decides.</param>
internal sealed class RandomChoice(double threshold, Seed seed) : ICriterion
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
            new ChannelGroups(network.Blueprint).Free.ToDictionary(
                g => g.Name,
                g =>
                {
                    var random = seed.For(g.Name).Random();
                    return new ChannelImportance(
                        [.. Enumerable.Range(0, g.Channels).Select(_ => random.NextDouble())],
                        Math.Max(1, (int)Math.Ceiling(threshold * g.Channels))
                    );
                }
            ),
            default
        );
}
