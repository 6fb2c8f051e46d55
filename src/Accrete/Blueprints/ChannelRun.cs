namespace Accrete.Blueprints;

/// <summary>
/// Neighbouring channels that one layer makes, while groups are being found. It may be divided into two, where only a part
/// is tied to something, and united with another that must change with it.
/// </summary>
internal sealed class ChannelRun(int channels)
{
    private (ChannelRun First, ChannelRun Second)? parts;
    private ChannelRun? same;

    public int Channels => channels;

    /// <summary>Whether the width is given from outside.</summary>
    public bool Fixed { get; set; }

    /// <summary>The runs that stand for this one now.</summary>
    public IEnumerable<ChannelRun> Settled() =>
        same?.Settled() ?? (parts is { } p ? p.First.Settled().Concat(p.Second.Settled()) : [this]);

    public void Divide(int first) =>
        parts = (new ChannelRun(first) { Fixed = Fixed }, new ChannelRun(channels - first) { Fixed = Fixed });

    public void Unite(ChannelRun other)
    {
        other.same = this;
        Fixed |= other.Fixed;
    }
}
