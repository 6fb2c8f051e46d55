using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>What goes into the activations of each channel group, on a sample of images.</summary>
internal sealed class PreActivations
{
    // A residual stage has an activation for each block, and channels of a concat pass many norms: some of them are
    // enough.
    private const int MostPoints = 3;

    private readonly Network network;

    // For each group the layers whose outputs are looked at, and where the group's channels lie on them.
    private readonly Dictionary<string, (string Layer, long[] Positions)[]> points = [];

    public PreActivations(Network network)
    {
        this.network = network;
        var groups = new ChannelGroups(network.Blueprint);
        foreach (var group in groups.Free)
        {
            points[group.Name] = [.. Places(groups, group)];
        }
    }

    /// <summary>
    /// Gives each group's values <c>[rows, channels]</c>, one part of the sample and one layer after the other.
    /// </summary>
    public void Visit(ImageSample sample, Action<string, Tensor> visit, CancellationToken cancellationToken)
    {
        using var nothing = no_grad();
        using var copy = network.CopyInFullPrecision();
        copy.IsTraining = false;
        var layers = points.Values.SelectMany(p => p.Select(o => o.Layer)).Distinct().ToArray();
        foreach (var chunk in sample.Chunks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var values = copy.Observe(chunk.Images, layers);
            foreach (var (group, places) in points)
            {
                foreach (var (layer, positions) in places)
                {
                    using var inner = NewDisposeScope();
                    var value =
                        values[layer].dim() == 4 ? values[layer].permute(0, 2, 3, 1).flatten(0, 2) : values[layer];
                    visit(group, value.index_select(1, tensor(positions, device: value.device)));
                }
            }

            chunk.Images.Dispose();
            chunk.Labels.Dispose();
        }
    }

    private IEnumerable<(string, long[])> Places(ChannelGroups groups, ChannelGroup group)
    {
        var blueprint = network.Blueprint;
        var before = blueprint
            .Layers.Where(l => l.Has(LayerTraits.Activation))
            .Select(l => l.Sources[0])
            .Where(blueprint.Has);
        var places = Holding(groups, group, before);
        // Linear bottlenecks have no activation of their own.
        return Some(
            places.Count > 0
                ? places
                : Holding(groups, group, group.Producers.Select(p => blueprint.NormBehind(p)?.Name ?? p))
        );
    }

    private static List<(string, long[])> Holding(
        ChannelGroups groups,
        ChannelGroup group,
        IEnumerable<string> layers
    ) => [.. layers.Distinct().Select(l => (l, Positions(groups.Output(l), group))).Where(p => p.Item2.Length > 0)];

    private static IEnumerable<T> Some<T>(List<T> all) =>
        all.Count <= MostPoints
            ? all
            : Enumerable.Range(0, MostPoints).Select(i => all[i * (all.Count - 1) / (MostPoints - 1)]);

    // The first place of the group on an axis; nothing where its channels are blocks.
    private static long[] Positions(IReadOnlyList<ChannelSpan> spans, ChannelGroup group)
    {
        var offset = 0L;
        foreach (var span in spans)
        {
            if (span.Group == group.Name && span.Block == 1)
            {
                return [.. Enumerable.Range(0, span.Channels).Select(c => offset + c)];
            }

            offset += (long)span.Channels * span.Block;
        }

        return [];
    }
}
