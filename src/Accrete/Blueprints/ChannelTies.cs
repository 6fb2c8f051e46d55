using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>Finds which channels must change together: layers make channels, and tie those that they compare or sum position by position.</summary>
internal sealed class ChannelTies
{
    private readonly Dictionary<string, List<ChannelAxis>> made = [];

    /// <summary>The channels that a layer made, for each time that it made some.</summary>
    public IReadOnlyList<ChannelAxis> MadeBy(string layer) => made.TryGetValue(layer, out var axes) ? axes : [];

    /// <summary>Channels that a layer makes.</summary>
    public ChannelAxis Make(Layer layer, int channels)
    {
        var axis = Fresh(channels);
        if (!made.TryGetValue(layer.Name, out var axes))
        {
            made.Add(layer.Name, axes = []);
        }

        axes.Add(axis);
        return axis;
    }

    /// <summary>Channels that no layer makes: those of the image.</summary>
    public static ChannelAxis Fresh(int channels) => new(channels == 0 ? [] : [(new ChannelRun(channels), 1)]);

    /// <summary>Ties two axes of one length, position by position.</summary>
    public static void Unite(ChannelAxis one, ChannelAxis other)
    {
        while (FirstDifference(one.Settled(), other.Settled()) is var (left, right))
        {
            if (left.Block != right.Block || left.Run == right.Run)
            {
                // One channel here is a part of one there: neither side can change its width.
                Fix(one);
                Fix(other);
                return;
            }

            var channels = Math.Min(left.Run.Channels, right.Run.Channels);
            if (left.Run.Channels != right.Run.Channels)
            {
                (left.Run.Channels > channels ? left.Run : right.Run).Divide(channels);
            }
            else
            {
                left.Run.Unite(right.Run);
            }
        }
    }

    /// <summary>Ties the parts of an axis to each other that is divided into so many of one length.</summary>
    public static void Repeat(ChannelAxis axis, int count)
    {
        if (count == 1)
        {
            return;
        }

        var length = axis.Settled().Runs.Sum(r => r.Run.Channels * r.Block) / count;
        if (Parts(axis, length) is not { } parts)
        {
            Fix(axis);
            return;
        }

        foreach (var part in parts.Skip(1))
        {
            Unite(parts[0], part);
        }
    }

    /// <summary>Keeps the widths along an axis as they are.</summary>
    public static void Fix(ChannelAxis axis)
    {
        foreach (var (run, _) in axis.Settled().Runs)
        {
            run.Fixed = true;
        }
    }

    private static ((ChannelRun Run, int Block) Left, (ChannelRun Run, int Block) Right)? FirstDifference(ChannelAxis one, ChannelAxis other)
    {
        foreach (var pair in one.Runs.Zip(other.Runs))
        {
            if (pair.First != pair.Second)
            {
                return pair;
            }
        }

        return null;
    }

    // Null when a channel in blocks would have to be cut.
    private static List<ChannelAxis>? Parts(ChannelAxis axis, int length)
    {
        var parts = new List<ChannelAxis>();
        var current = new List<(ChannelRun Run, int Block)>();
        var room = length;
        var left = new Stack<(ChannelRun Run, int Block)>(axis.Settled().Runs.Reverse());
        while (left.Count > 0)
        {
            var (run, block) = left.Pop();
            if (run.Channels * block > room)
            {
                if (room % block != 0)
                {
                    return null;
                }

                run.Divide(room / block);
                // The same run may lie further on, too: it is divided there as well.
                left = new Stack<(ChannelRun Run, int Block)>(new ChannelAxis([(run, block), .. left]).Settled().Runs.Reverse());
                continue;
            }

            current.Add((run, block));
            room -= run.Channels * block;
            if (room == 0)
            {
                parts.Add(new ChannelAxis([.. current]));
                current.Clear();
                room = length;
            }
        }

        return parts;
    }
}
