using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// The one mechanism under every change of width: channel maps act on all tensors of a network at once. Axes that run
/// over a layer's output gather by source; axes that run over its input gather by source too, and take the shares.
/// </summary>
internal sealed class ChannelAlgebra
{
    private readonly ChannelGroups groups;
    private readonly IReadOnlyDictionary<string, ChannelMap> maps;

    /// <param name="blueprint">The network's blueprint before the change.</param>
    /// <param name="maps">A map for each group that changes.</param>
    public ChannelAlgebra(Blueprint blueprint, IReadOnlyDictionary<string, ChannelMap> maps)
    {
        groups = new ChannelGroups(blueprint);
        this.maps = maps;
        Result = groups.WithWidths(maps.ToDictionary(m => m.Key, m => m.Value.NewWidth));
    }

    /// <summary>The blueprint after the change.</summary>
    public Blueprint Result { get; }

    /// <summary>The weights after the change: consumers take the shares.</summary>
    public Dictionary<string, Tensor> MapWeights(IReadOnlyDictionary<string, Tensor> weights) =>
        Map((spec, layer) => MapWeights(spec, layer, weights));

    /// <summary>The same, with fresh weights where a channel has no part of an old one.</summary>
    /// <param name="weights">The weights before the change.</param>
    /// <param name="seed">Decides them.</param>
    public Dictionary<string, Tensor> MapWeights(IReadOnlyDictionary<string, Tensor> weights, Seed seed) =>
        Map((spec, layer) => Refresh(MapWeights(spec, layer, weights), spec, layer, seed));

    private Tensor MapWeights(ParameterSpec spec, LayerCosts layer, IReadOnlyDictionary<string, Tensor> weights) =>
        Map(spec, layer, weights[spec.Name], outputPower: 0, inputPower: 1);

    // Whatever makes a channel to which nothing listens may be anything.
    private Tensor Refresh(Tensor mapped, ParameterSpec spec, LayerCosts costs, Seed seed)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        Tensor? fresh = null;
        for (var axis = 0; axis < spec.Roles.Count; axis++)
        {
            if (spec.Roles[axis] == AxisRole.Input)
            {
                continue;
            }

            var positions = Positions(groups.Along(costs.Layer, spec, axis))
                .Share.Index()
                .Where(s => s.Item == 0)
                .Select(s => (long)s.Index)
                .ToArray();
            if (positions.Length > 0)
            {
                fresh ??= FreshWeights
                    .Make(Result[costs.Layer.Name].Parameters.Single(p => p.Name == spec.Name), seed)
                    .to(mapped.dtype, mapped.device);
                var index = tensor(positions, device: mapped.device);
                mapped.index_copy_(axis, index, fresh.index_select(axis, index));
            }
        }

        return mapped;
    }

    /// <summary>
    /// Gradients after the change, by the chain rule: those of a copy's producers are <c>share</c> times the
    /// original's, those of its consumers are the original's.
    /// </summary>
    public Dictionary<string, Tensor> MapGradients(IReadOnlyDictionary<string, Tensor> gradients) =>
        Map(
            (spec, layer) =>
                gradients.TryGetValue(spec.Name, out var gradient)
                    ? Map(spec, layer, gradient, outputPower: 1, inputPower: 0)
                    : null
        );

    /// <summary>The moments after the change: the first follows the gradient, the second its square.</summary>
    public OptimiserState MapMoments(OptimiserState state)
    {
        var first = MapMoments(state, m => m.First, power: 1);
        var second = MapMoments(state, m => m.Second, power: 2);
        return new OptimiserState(
            state.Moments.ToDictionary(
                m => m.Key,
                m => new ParameterMoments(m.Value.Step, first.GetValueOrDefault(m.Key), second.GetValueOrDefault(m.Key))
            )
        );
    }

    private Dictionary<string, Tensor> MapMoments(
        OptimiserState state,
        Func<ParameterMoments, Tensor?> part,
        int power
    ) =>
        Map(
            (spec, layer) =>
                state.Moments.TryGetValue(spec.Name, out var moments) && part(moments) is { } values
                    ? Map(spec, layer, values, outputPower: power, inputPower: 0)
                    : null
        );

    private Dictionary<string, Tensor> Map(Func<ParameterSpec, LayerCosts, Tensor?> map)
    {
        var mapped = new Dictionary<string, Tensor>();
        foreach (var costs in groups.Blueprint.Costs)
        {
            foreach (var spec in costs.Parameters)
            {
                if (map(spec, costs) is { } values)
                {
                    mapped.Add(spec.Name, values);
                }
            }
        }

        return mapped;
    }

    private Tensor Map(ParameterSpec spec, LayerCosts costs, Tensor values, int outputPower, int inputPower)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var mapped = values.detach();
        for (var axis = 0; axis < spec.Roles.Count; axis++)
        {
            mapped = MapAxis(
                mapped,
                axis,
                groups.Along(costs.Layer, spec, axis),
                spec.Roles[axis] == AxisRole.Input ? inputPower : outputPower
            );
        }

        return mapped.clone().MoveToOuterDisposeScope();
    }

    private Tensor MapAxis(Tensor values, int axis, IReadOnlyList<ChannelSpan> spans, int power)
    {
        if (!spans.Any(s => maps.ContainsKey(s.Group)))
        {
            return values;
        }

        var (source, share) = Positions(spans);
        var gathered = values.index_select(axis, tensor(source, device: values.device));
        if (power == 0 && !share.Contains(0))
        {
            return gathered;
        }

        var shape = Enumerable.Repeat(1L, (int)values.dim()).ToArray();
        shape[axis] = share.Length;
        // Of a channel that is no copy nothing is known, whatever the power.
        var factors = tensor([.. share.Select(s => s == 0 ? 0 : Math.Pow(s, power))], dtype: ScalarType.Float64)
            .to(values.dtype, values.device);
        return gathered * factors.reshape(shape);
    }

    // An axis is a row of spans, and a channel of a span is a block of neighbouring positions.
    private (long[] Source, double[] Share) Positions(IReadOnlyList<ChannelSpan> spans)
    {
        var source = new List<long>();
        var share = new List<double>();
        var offset = 0L;
        foreach (var span in spans)
        {
            var map = maps.TryGetValue(span.Group, out var found) ? found : ChannelMap.Identity(span.Channels);
            for (var channel = 0; channel < map.NewWidth; channel++)
            {
                for (var position = 0; position < span.Block; position++)
                {
                    source.Add(offset + (long)map.Source[channel] * span.Block + position);
                    share.Add(map.Share[channel]);
                }
            }

            offset += (long)span.Channels * span.Block;
        }

        return ([.. source], [.. share]);
    }
}
