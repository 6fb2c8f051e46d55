using Accrete.Blueprints;
using Accrete.Networks;
using TorchSharp;

namespace Accrete.Growth;

/// <summary>Makes a network wider without changing the function that it computes, in eval and in train mode.</summary>
/// <remarks>
/// This is Net2WiderNet (Chen, Goodfellow and Shlens, 2016) with unequal shares, and with the optimizer state carried
/// over.
/// </remarks>
public static class Widen
{
    /// <summary>Makes a network as wide as another blueprint.</summary>
    /// <param name="network">The network; it is not changed.</param>
    /// <param name="optimiser">The state of its optimizer, or null; it is not changed.</param>
    /// <param name="target">The blueprint to reach: the same layers, each at least as wide.</param>
    /// <param name="seed">The seed of the choice of copied channels and of their shares.</param>
    /// <param name="settings">Settings of the new channels; the defaults if not given.</param>
    /// <exception cref="InvalidInputException">Throws if the target differs in more than widths, or is narrower
    /// somewhere.</exception>
    public static Transformed To(
        Network network,
        OptimiserState? optimiser,
        Blueprint target,
        Seed seed,
        GrowthSettings? settings = null
    )
    {
        settings ??= new GrowthSettings();
        using var scope = torch.NewDisposeScope();
        var algebra = new ChannelAlgebra(
            network.Blueprint,
            Maps(
                network.Blueprint,
                target,
                (group, width) =>
                    settings.NewChannels == NewChannels.Fresh
                        ? ChannelMap.Extend(group.Channels, width)
                        : ChannelMap.Widen(group.Channels, width, settings.LeastShare, seed.For(group.Name))
            )
        );
        if (!algebra.Result.Layers.SequenceEqual(target.Layers))
        {
            throw new InvalidInputException(
                $"blueprint '{target.Name}': differs from '{network.Blueprint.Name}' in more than the widths "
                    + "of its layers."
            );
        }

        var wide = network.With(target, algebra.MapWeights(network.State, seed.For("fresh")));
        var transformed = new Transformed(wide, optimiser is null ? null : algebra.MapMoments(optimiser));
        if (settings is { VarianceTransfer: true, NewChannels: NewChannels.Copies })
        {
            VarianceTransfer.Apply(network.Blueprint, transformed);
        }

        return transformed;
    }

    private static Dictionary<string, ChannelMap> Maps(
        Blueprint from,
        Blueprint target,
        Func<ChannelGroup, int, ChannelMap> map
    )
    {
        var maps = new Dictionary<string, ChannelMap>();
        var wider = new ChannelGroups(target);
        foreach (var group in new ChannelGroups(from).Free)
        {
            var width = wider[group.Name].Channels;
            if (width < group.Channels)
            {
                throw new InvalidInputException(
                    $"channel group '{group.Name}': cannot be widened from {group.Channels} to "
                        + $"{Counted.Of(width, "channel")}."
                );
            }

            if (width > group.Channels)
            {
                maps.Add(group.Name, map(group, width));
            }
        }

        return maps;
    }
}
