namespace Accrete.Blueprints;

/// <summary>
/// Neighbouring channels that one layer makes, while groups are being found. It may be divided into two, where only a
/// part is tied to something, and united with another that must change with it.
/// </summary>
internal sealed class ChannelRun(int channels)
{
    private ChannelRun? same;

    public int Channels => channels;

    /// <summary>Whether the width is given from outside.</summary>
    public bool Fixed { get; set; }

    /// <summary>The two runs that it was divided into; null where it was not.</summary>
    public (ChannelRun First, ChannelRun Second)? Parts { get; private set; }

    /// <summary>The run that stands for this one and all that it was united with.</summary>
    public ChannelRun Root
    {
        get
        {
            var root = this;
            while (root.same is { } next)
            {
                // Every look makes the way shorter for the next one.
                root.same = next.same ?? next;
                root = next;
            }

            return root;
        }
    }

    public void Divide(int first) =>
        Parts = (new ChannelRun(first) { Fixed = Fixed }, new ChannelRun(channels - first) { Fixed = Fixed });

    public void Unite(ChannelRun other)
    {
        other.same = this;
        Fixed |= other.Fixed;
    }
}
