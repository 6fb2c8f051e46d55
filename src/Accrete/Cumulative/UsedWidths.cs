using Accrete.Blueprints;
using Accrete.Pruning;

namespace Accrete.Cumulative;

/// <summary>The next stage's widths, scaled by how much of each layer was used in the one before.</summary>
internal static class UsedWidths
{
    // Beyond this every layer has its planned width, but where next to nothing was used.
    private const double MostScale = 64;
    private const int Halvings = 40;

    /// <summary>The blueprint of the next stage.</summary>
    /// <param name="used">How many channels of each group were used.</param>
    /// <param name="planned">What the network was planned as.</param>
    /// <param name="next">What the next stage is planned as.</param>
    /// <param name="limits">Which widths are allowed, up to those planned.</param>
    /// <param name="macs">The share of the next stage's multiply-accumulates that may stay: what was used is scaled
    /// alike in all layers, as wide as that allows; null to take it as it is.</param>
    public static Blueprint Next(
        IReadOnlyDictionary<string, int> used,
        Blueprint planned,
        Blueprint next,
        WidthLimits limits,
        double? macs = null
    ) =>
        macs is null
            ? Scaled(1, used, planned, next, limits)
            : Largest(f => Scaled(f, used, planned, next, limits), macs.Value * next.ForwardMacs);

    // Halves between a scale that is small enough, if any is, and one that may be too large.
    private static Blueprint Largest(Func<double, Blueprint> scaled, double macs)
    {
        var (small, large) = (0.0, MostScale);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (small + large) / 2;
            (small, large) = scaled(middle).ForwardMacs <= macs ? (middle, large) : (small, middle);
        }

        return scaled(small);
    }

    private static Blueprint Scaled(
        double factor,
        IReadOnlyDictionary<string, int> used,
        Blueprint planned,
        Blueprint next,
        WidthLimits limits
    )
    {
        var (before, after) = (new ChannelGroups(planned), new ChannelGroups(next));
        var shares = new Dictionary<string, double>();
        var widths = new Dictionary<string, int>();
        foreach (var group in after.Free)
        {
            // A layer that is new is likely to use as much as the one that it reads.
            var share = used.TryGetValue(group.Name, out var channels)
                ? (double)channels / before[group.Name].Channels
                : ShareOfWhatIsRead(group);
            shares[group.Name] = share;
            widths[group.Name] = limits.Apply((int)Math.Round(factor * share * group.Channels), group.Channels);
        }

        return after.WithWidths(widths);

        double ShareOfWhatIsRead(ChannelGroup group) =>
            after
                .Output(next[group.Producers[0]].Layer.Sources[0])
                .Select(s => shares.GetValueOrDefault(s.Group, 1))
                .DefaultIfEmpty(1)
                .Average();
    }

    /// <summary>Whether a network has the images and layers of a planned one, none of them wider.</summary>
    public static bool Fit(Blueprint actual, Blueprint planned)
    {
        if (
            actual.Input != planned.Input
            || !actual.Layers.Select(l => l.Name).SequenceEqual(planned.Layers.Select(l => l.Name))
        )
        {
            return false;
        }

        var most = new ChannelGroups(planned);
        return new ChannelGroups(actual).All.All(g => most.Has(g.Name) && g.Channels <= most[g.Name].Channels);
    }
}
