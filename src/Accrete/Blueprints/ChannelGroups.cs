using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>The channel groups of a blueprint, and which of them lie along each axis of each parameter.</summary>
public sealed class ChannelGroups
{
    private readonly Dictionary<string, IReadOnlyList<ChannelSpan>> spans = [];

    /// <summary>Finds the groups by following the channels from layer to layer.</summary>
    public ChannelGroups(Blueprint blueprint)
    {
        Blueprint = blueprint;
        spans[Blueprint.Image] = [new(Blueprint.Image, blueprint.Input.Channels, 1)];
        foreach (var costs in blueprint.Costs)
        {
            spans[costs.Layer.Name] = Follow(costs);
        }

        All = [.. blueprint.Costs.Where(c => c.Layer.Flow == ChannelFlow.Makes).Select(Describe)];
    }

    /// <summary>The blueprint.</summary>
    public Blueprint Blueprint { get; }

    /// <summary>The groups that layers make, in the blueprint's order; the last one, the classes, is fixed.</summary>
    public IReadOnlyList<ChannelGroup> All { get; }

    /// <summary>What lies along the channel axis of a layer's output.</summary>
    public IReadOnlyList<ChannelSpan> Output(string layer) => spans[layer];

    /// <summary>What lies along the channel axis of a layer's input.</summary>
    public IReadOnlyList<ChannelSpan> Input(Layer layer) => spans[layer.Sources[0]];

    /// <summary>The same blueprint with other widths for some groups.</summary>
    /// <param name="widths">New widths by group; groups that are not named keep theirs.</param>
    /// <exception cref="InvalidInputException">A group is unknown or fixed.</exception>
    public Blueprint WithWidths(IReadOnlyDictionary<string, int> widths)
    {
        foreach (var name in widths.Keys)
        {
            if (!All.Any(g => g.Name == name && !g.Fixed))
            {
                throw new InvalidInputException($"blueprint '{Blueprint.Name}': there is no channel group '{name}' that can change its width.");
            }
        }

        return new Blueprint(Blueprint.Name, Blueprint.Input,
            [.. Blueprint.Layers.Select(l => widths.TryGetValue(GroupMadeBy(l), out var width) ? l.WithChannels(width) : l)]);
    }

    private string GroupMadeBy(Layer layer) => layer.Flow == ChannelFlow.Makes ? spans[layer.Name][0].Group : "";

    private IReadOnlyList<ChannelSpan> Follow(LayerCosts costs)
    {
        var layer = costs.Layer;
        return layer.Flow switch
        {
            ChannelFlow.Makes => [new(layer.Name, costs.Output.Channels, 1)],
            ChannelFlow.Passes => spans[layer.Sources[0]],
            ChannelFlow.Flattens => [.. spans[layer.Sources[0]].Select(s => s with { Block = s.Block * costs.Inputs[0].Height * costs.Inputs[0].Width })],
            _ => throw new NotSupportedException($"layer '{layer.Name}': how it ties channels is not known."),
        };
    }

    private ChannelGroup Describe(LayerCosts maker)
    {
        var name = maker.Layer.Name;
        var holders = Blueprint.Costs.Where(c => c.Parameters.Count > 0).ToArray();
        return new ChannelGroup(name, maker.Output.Channels, Fixed: maker.Layer == Blueprint.Layers[^1],
            Producers: [name],
            PassThroughs: [.. holders.Where(c => c.Layer.Flow == ChannelFlow.Passes && Reads(c, name)).Select(c => c.Layer.Name)],
            Consumers: [.. holders.Where(c => c.Layer.Flow == ChannelFlow.Makes && Reads(c, name)).Select(c => c.Layer.Name)]);
    }

    private bool Reads(LayerCosts costs, string group) =>
        costs.Layer.Sources.Any(s => spans[s].Any(span => span.Group == group));
}
