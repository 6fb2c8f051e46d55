namespace Accrete.Blueprints;

/// <summary>What lies along the channel axis of a layer's output while groups are being found: runs of channels, each in blocks.</summary>
internal sealed record ChannelAxis(IReadOnlyList<(ChannelRun Run, int Block)> Runs)
{
    /// <summary>One axis after the other.</summary>
    public static ChannelAxis Joined(IEnumerable<ChannelAxis> axes) => new([.. axes.SelectMany(a => a.Runs)]);

    /// <summary>Each position repeated: what a flatten makes of a channel.</summary>
    public ChannelAxis InBlocks(int block) => new([.. Runs.Select(r => (r.Run, checked(r.Block * block)))]);

    /// <summary>The same axis in runs that are neither divided nor united with an earlier one.</summary>
    public ChannelAxis Settled() => new([.. Runs.SelectMany(r => r.Run.Settled().Select(s => (s, r.Block)))]);
}
