namespace Accrete.Blueprints;

/// <summary>
/// What lies along the channel axis of a layer's output while groups are being found: runs of channels, each in blocks.
/// </summary>
internal sealed record ChannelAxis(IReadOnlyList<(ChannelRun Run, int Block)> Runs)
{
    /// <summary>Each position repeated: what a flatten makes of a channel.</summary>
    public ChannelAxis InBlocks(int block) => new([.. Runs.Select(r => (r.Run, checked(r.Block * block)))]);
}
