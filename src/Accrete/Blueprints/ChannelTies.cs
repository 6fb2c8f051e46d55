using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>
/// Finds which channels must change together: layers make channels, and tie those that they compare or sum position by
/// position.
/// </summary>
/// <remarks>
/// A few layers can lay millions of runs side by side, such as concats of concats of the same. Every run that is looked
/// at is counted, and there is a most.
/// </remarks>
internal sealed class ChannelTies
{
    /// <summary>The most runs that are looked at; a DenseNet of 264 layers takes a hundredth.</summary>
    public const int MostSteps = 5_000_000;

    private readonly Dictionary<string, List<ChannelAxis>> made = [];
    private readonly Dictionary<ChannelAxis, ChannelAxis> settled = new(ReferenceEqualityComparer.Instance);
    private long steps;

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

    /// <summary>Counts runs that are looked at.</summary>
    /// <exception cref="OverflowException">Throws if they are more than <see cref="MostSteps"/>.</exception>
    public void Spend(long runs)
    {
        steps += runs;
        if (steps > MostSteps)
        {
            throw new OverflowException($"the channels come in more than {MostSteps} pieces");
        }
    }

    /// <summary>One axis after the other.</summary>
    /// <exception cref="OverflowException">Throws if it is too long.</exception>
    public ChannelAxis Join(IReadOnlyList<ChannelAxis> axes)
    {
        Spend(axes.Sum(a => (long)a.Runs.Count));
        return new([.. axes.SelectMany(a => a.Runs)]);
    }

    /// <summary>
    /// The same axis in runs that are neither divided nor united with an earlier one, once nothing is tied any more.
    /// </summary>
    /// <exception cref="OverflowException">Throws if it is too long.</exception>
    public ChannelAxis Settle(ChannelAxis axis)
    {
        if (!settled.TryGetValue(axis, out var whole))
        {
            settled.Add(axis, whole = new([.. Whole(axis)]));
        }

        return whole;
    }

    /// <summary>Ties two axes of one length, position by position.</summary>
    /// <exception cref="OverflowException">Throws if they are too long.</exception>
    public void Unite(ChannelAxis one, ChannelAxis other)
    {
        var (left, right) = (new ChannelWalk(one), new ChannelWalk(other));
        while (left.Next is var (here, block) && right.Next is var (there, otherBlock))
        {
            Spend(1);
            if ((here, block) == (there, otherBlock))
            {
                left.Pass();
                right.Pass();
            }
            else if (block != otherBlock || here == there)
            {
                // One channel here is a part of one there: neither side can change its width.
                Fix(one);
                Fix(other);
                return;
            }
            else if (here.Channels != there.Channels)
            {
                (here.Channels > there.Channels ? here : there).Divide(Math.Min(here.Channels, there.Channels));
            }
            else
            {
                here.Unite(there);
            }
        }
    }

    /// <summary>Ties the parts of an axis to each other that is divided into so many of one length.</summary>
    /// <exception cref="OverflowException">Throws if it is too long.</exception>
    public void Repeat(ChannelAxis axis, int count)
    {
        if (count == 1)
        {
            return;
        }

        var length = Whole(axis).Sum(r => r.Run.Channels * r.Block) / count;
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
    /// <exception cref="OverflowException">Throws if it is too long.</exception>
    public void Fix(ChannelAxis axis)
    {
        foreach (var (run, _) in Whole(axis))
        {
            run.Fixed = true;
        }
    }

    private IEnumerable<(ChannelRun Run, int Block)> Whole(ChannelAxis axis)
    {
        for (var walk = new ChannelWalk(axis); walk.Next is { } next; walk.Pass())
        {
            Spend(1);
            yield return next;
        }
    }

    // Null when a channel in blocks would have to be cut.
    private List<ChannelAxis>? Parts(ChannelAxis axis, int length)
    {
        var parts = new List<ChannelAxis>();
        var current = new List<(ChannelRun Run, int Block)>();
        var room = length;
        for (var walk = new ChannelWalk(axis); walk.Next is var (run, block); )
        {
            Spend(1);
            if (run.Channels * block > room)
            {
                if (room % block != 0)
                {
                    return null;
                }

                run.Divide(room / block);
                continue;
            }

            walk.Pass();
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
