using Accrete.Blueprints;
using Accrete.Pruning;

namespace Accrete.Cumulative;

/// <summary>The next stage's widths, scaled by how much of each layer was used in the one before.</summary>
internal static class UsedWidths
{
    /// <summary>The blueprint of the next stage.</summary>
    /// <param name="used">The network after pruning.</param>
    /// <param name="planned">What that network was planned as.</param>
    /// <param name="next">What the next stage is planned as.</param>
    /// <param name="limits">Which widths are allowed, up to those planned.</param>
    public static Blueprint Next(Blueprint used, Blueprint planned, Blueprint next, WidthLimits limits)
    {
        var (now, before, after) = (new ChannelGroups(used), new ChannelGroups(planned), new ChannelGroups(next));
        var shares = new Dictionary<string, double>();
        var widths = new Dictionary<string, int>();
        foreach (var group in after.Free)
        {
            // A layer that is new is likely to use as much as the one that it reads.
            var share = now.Has(group.Name) ? (double)now[group.Name].Channels / before[group.Name].Channels : ShareOfWhatIsRead(group);
            shares[group.Name] = share;
            var least = now.Has(group.Name) ? now[group.Name].Channels : 1;
            widths[group.Name] = limits.Apply((int)Math.Round(share * group.Channels), group.Channels, least);
        }

        return after.WithWidths(widths);

        double ShareOfWhatIsRead(ChannelGroup group) => after.Output(next[group.Producers[0]].Layer.Sources[0])
            .Select(s => shares.GetValueOrDefault(s.Group, 1)).DefaultIfEmpty(1).Average();
    }

    /// <summary>Whether a network has the images and layers of a planned one, none of them wider.</summary>
    public static bool Fit(Blueprint actual, Blueprint planned)
    {
        if (actual.Input != planned.Input || !actual.Layers.Select(l => l.Name).SequenceEqual(planned.Layers.Select(l => l.Name)))
        {
            return false;
        }

        var most = new ChannelGroups(planned);
        return new ChannelGroups(actual).All.All(g => most.Has(g.Name) && g.Channels <= most[g.Name].Channels);
    }
}
