using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>The channel groups of a blueprint, and the groups along each axis of each parameter.</summary>
public sealed class ChannelGroups
{
    private readonly Dictionary<string, IReadOnlyList<ChannelSpan>> outputs = [];

    // For each time that a layer makes channels, the groups that they belong to.
    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> made = [];
    private readonly Dictionary<string, ChannelGroup> byName = [];

    /// <summary>Finds the groups by following the channels from layer to layer.</summary>
    public ChannelGroups(Blueprint blueprint)
    {
        Blueprint = blueprint;
        try
        {
            Find(new ChannelTies());
        }
        catch (OverflowException e)
        {
            throw new InvalidInputException(
                $"blueprint '{blueprint.Name}': {e.Message}, so many inputs its layers "
                    + "join or compare; give them fewer.",
                e
            );
        }

        All = [.. byName.Values];
    }

    /// <summary>The blueprint.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>
    /// Gets all groups that layers make, in the blueprint's order. Some are fixed, such as that of the classes.
    /// </summary>
    public IReadOnlyList<ChannelGroup> All { get; }

    /// <summary>Gets the groups whose width can change.</summary>
    public IEnumerable<ChannelGroup> Free => All.Where(g => !g.Fixed);

    /// <summary>Gets the group of that name.</summary>
    /// <exception cref="InvalidInputException">Throws if there is no such group.</exception>
    public ChannelGroup this[string name] =>
        byName.TryGetValue(name, out var group)
            ? group
            : throw new InvalidInputException(
                $"blueprint '{Blueprint.Name}': there is no channel group '{name}'"
                    + $"{NearestName.Hint(name, byName.Keys)}; '{CommandHint.Of("inspect", "--groups")}' lists them."
            );

    /// <summary>Says whether there is a group of that name.</summary>
    public bool Has(string name) => byName.ContainsKey(name);

    /// <summary>What lies along the channel axis of a layer's output, or of the image.</summary>
    internal IReadOnlyList<ChannelSpan> Output(string layer) => outputs[layer];

    /// <summary>What lies along one axis of a parameter; nothing where the axis runs over no channels.</summary>
    /// <param name="layer">The layer that the parameter belongs to.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="axis">The axis, from 0.</param>
    internal IReadOnlyList<ChannelSpan> Along(Layer layer, ParameterSpec parameter, int axis) =>
        parameter.Roles[axis] switch
        {
            AxisRole.Output => outputs[layer.Name],
            AxisRole.Input => Leading(outputs[layer.Sources[0]], parameter.Shape[axis]),
            _ => [],
        };

    /// <summary>Makes a blueprint with other widths for some groups.</summary>
    /// <param name="widths">The new widths by group; groups that are not named keep theirs.</param>
    /// <exception cref="InvalidInputException">Throws if a group is unknown or fixed.</exception>
    public Blueprint WithWidths(IReadOnlyDictionary<string, int> widths)
    {
        foreach (var name in widths.Keys)
        {
            if (this[name] is { Fixed: true } fixedGroup && widths[name] != fixedGroup.Channels)
            {
                throw new InvalidInputException(
                    $"blueprint '{Blueprint.Name}': the width of channel group '{name}' is given by the image, "
                        + "the classes or a flatten, and cannot change."
                );
            }
        }

        int Width(string group) =>
            widths.TryGetValue(group, out var width) ? width
            : Has(group) ? byName[group].Channels
            : Blueprint.Input.Channels;
        return new Blueprint(
            Blueprint.Name,
            Blueprint.Input,
            [
                .. Blueprint.Layers.Select(l =>
                    made[l.Name].Count == 0 ? l : l.Making([.. made[l.Name].Select(m => m.Sum(Width))])
                ),
            ]
        );
    }

    /// <summary>Makes a blueprint in which the widths of all free groups are multiplied by one factor.</summary>
    /// <param name="factor">The factor; widths are rounded, and at least one channel.</param>
    /// <exception cref="InvalidInputException">Throws if a width would be too large for any network.</exception>
    public Blueprint Scaled(double factor) =>
        WithWidths(Free.ToDictionary(g => g.Name, g => new Scale(factor).Channels(g.Channels)));

    private void Find(ChannelTies ties)
    {
        var axes = Follow(Blueprint, ties);
        var names = Name(Blueprint, ties, axes[Blueprint.Image]);
        var spans = new Dictionary<ChannelAxis, ChannelSpan[]>(ReferenceEqualityComparer.Instance);
        foreach (var (layer, axis) in axes)
        {
            if (!spans.TryGetValue(axis, out var along))
            {
                spans.Add(
                    axis,
                    along = [
                        .. ties.Settle(axis).Runs.Select(r => new ChannelSpan(names[r.Run], r.Run.Channels, r.Block)),
                    ]
                );
            }

            outputs[layer] = along;
            made[layer] = [.. ties.MadeBy(layer).Select(a => ties.Settle(a).Runs.Select(r => names[r.Run]).ToArray())];
        }

        var imageRuns = ties.Settle(axes[Blueprint.Image]).Runs.Select(r => r.Run).ToHashSet();
        var members = names.Values.Distinct().ToDictionary(n => n, _ => new Members([], [], []));
        foreach (var costs in Blueprint.Costs)
        {
            Describe(costs, members, ties);
        }

        foreach (var (run, name) in names.Where(n => !imageRuns.Contains(n.Key)))
        {
            var (producers, passThroughs, consumers) = members[name];
            byName[name] = new ChannelGroup(name, run.Channels, run.Fixed, producers, passThroughs, consumers);
        }
    }

    private static Dictionary<string, ChannelAxis> Follow(Blueprint blueprint, ChannelTies ties)
    {
        var image = ChannelTies.Fresh(blueprint.Input.Channels);
        var axes = new Dictionary<string, ChannelAxis> { [Blueprint.Image] = image };
        foreach (var costs in blueprint.Costs)
        {
            axes[costs.Layer.Name] = costs.Layer.Tie(ties, [.. costs.Layer.Sources.Select(s => axes[s])], costs.Inputs);
        }

        ties.Fix(image);
        ties.Fix(axes[blueprint.Layers[^1].Name]);
        return axes;
    }

    // A group is named after the first layer that makes channels of it. Names depend on the layers and not on their
    // widths, so that a group has one name in a whole family of blueprints.
    private static Dictionary<ChannelRun, string> Name(Blueprint blueprint, ChannelTies ties, ChannelAxis image)
    {
        var names = new Dictionary<ChannelRun, string>();
        NameRuns([image], Blueprint.Image);
        foreach (var layer in blueprint.Layers)
        {
            NameRuns(ties.MadeBy(layer.Name), layer.Name);
        }

        return names;

        void NameRuns(IReadOnlyList<ChannelAxis> axes, string maker)
        {
            var runs = axes.SelectMany(a => ties.Settle(a).Runs).Select(r => r.Run).Distinct().ToArray();
            for (var i = 0; i < runs.Length; i++)
            {
                names.TryAdd(runs[i], runs.Length == 1 ? maker : $"{maker}#{i + 1}");
            }
        }
    }

    // Behind a grouped convolution's input axis lie several parts that are tied to each other; it runs over one of
    // them.
    private static List<ChannelSpan> Leading(IReadOnlyList<ChannelSpan> spans, long length)
    {
        var leading = new List<ChannelSpan>();
        foreach (var span in spans)
        {
            if (length <= 0)
            {
                break;
            }

            leading.Add(span);
            length -= (long)span.Channels * span.Block;
        }

        return leading;
    }

    // Writes a layer into the groups whose channels it makes, passes on or sums away.
    private void Describe(LayerCosts costs, Dictionary<string, Members> members, ChannelTies ties)
    {
        var layer = costs.Layer.Name;
        var own = made[layer].SelectMany(m => m).ToHashSet();
        Write(own, m => m.Producers);
        if (costs.Parameters.Any(p => p.Roles.Contains(AxisRole.Output)))
        {
            ties.Spend(outputs[layer].Count);
            Write(outputs[layer].Select(s => s.Group).Where(g => !own.Contains(g)), m => m.PassThroughs);
        }

        foreach (var parameter in costs.Parameters.Where(p => p.Roles.Contains(AxisRole.Input)))
        {
            var along = Along(costs.Layer, parameter, parameter.Roles.ToList().IndexOf(AxisRole.Input));
            ties.Spend(along.Count);
            Write(along.Select(s => s.Group), m => m.Consumers);
        }

        void Write(IEnumerable<string> groups, Func<Members, List<string>> list)
        {
            foreach (var group in groups.Distinct())
            {
                list(members[group]).Add(layer);
            }
        }
    }

    private sealed record Members(List<string> Producers, List<string> PassThroughs, List<string> Consumers);
}
