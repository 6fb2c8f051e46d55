using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>Puts layers in that at first compute the identity, so that the network computes the same in eval mode.</summary>
/// <remarks>
/// Net2DeeperNet (Chen, Goodfellow and Shlens, 2016): behind an activation with f(f(x)) = f(x), a convolution with a centred
/// identity kernel, and a norm whose scale and shift undo its own statistics, which a calibration pass measures. In train
/// mode a batch has statistics of its own, so there the output changes a little.
/// </remarks>
public static class Deepen
{
    /// <summary>Deepens a network to the layers of another blueprint, keeping its widths.</summary>
    /// <param name="network">The network; left as it is.</param>
    /// <param name="optimiser">What its optimiser remembers; new layers have nothing to remember.</param>
    /// <param name="target">All layers of the network and some new triples of convolution, norm and ReLU; its widths do not matter.</param>
    /// <param name="calibration">Normalised images <c>[N, C, H, W]</c> on which the new norms measure their statistics.</param>
    /// <exception cref="InvalidInputException">A layer is missing in the target, or a new one cannot start as the identity.</exception>
    public static Transformed To(Network network, OptimiserState? optimiser, Blueprint target, Tensor calibration)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var deeper = AtPresentWidths(network.Blueprint, target);
        var weights = new Dictionary<string, Tensor>(network.State);
        var origins = NewLayers(network.Blueprint, deeper).ToDictionary(l => l.Name, l => Origin(network.Blueprint, deeper, l));
        var statistics = Measure(network, calibration, [.. origins.Values.Distinct()]);
        foreach (var (name, origin) in origins)
        {
            AddIdentity(weights, deeper[name], statistics[origin]);
        }

        var deep = new Network(deeper, weights, network.Type, network.Device) { Precision = network.Precision };
        deep.train(network.training);
        return new Transformed(deep, optimiser is null ? null : Copy(optimiser));
    }

    /// <summary>The layers that a target has and a blueprint lacks.</summary>
    public static IReadOnlyList<Layer> NewLayers(Blueprint from, Blueprint target) => [.. target.Layers.Where(l => !from.Has(l.Name))];

    // The target's layers, the old ones as wide as they are and each new one as wide as what it reads.
    private static Blueprint AtPresentWidths(Blueprint from, Blueprint target)
    {
        foreach (var lost in from.Layers.Where(l => !target.Has(l.Name)))
        {
            throw new InvalidInputException($"blueprint '{target.Name}': lacks the layer '{lost.Name}', which the network has.");
        }

        var groups = new ChannelGroups(target);
        var widths = new Dictionary<string, int>();
        foreach (var group in groups.All.Where(g => !g.Fixed))
        {
            var layer = target[group.Name].Layer;
            widths[group.Name] = from.Has(group.Name)
                ? from[group.Name].Output.Channels
                : groups.Input(layer).Sum(s => (widths.TryGetValue(s.Group, out var width) ? width : s.Channels) * s.Block);
        }

        return groups.WithWidths(widths);
    }

    // The old layer whose output a new layer passes on; everything between them is new and the identity.
    private static string Origin(Blueprint from, Blueprint deeper, Layer layer)
    {
        var fits = layer switch
        {
            Convolution c => c.Stride == 1 && c.Kernel == 2 * c.Padding + 1 && !c.Bias && IsRectified(deeper, c.Input),
            BatchNorm n => deeper[n.Input].Layer is Convolution && !from.Has(n.Input),
            Relu r => deeper[r.Input].Layer is BatchNorm && !from.Has(r.Input),
            _ => false,
        };
        if (!fits)
        {
            throw new InvalidInputException($"layer '{layer.Name}': cannot start as the identity; only a convolution of stride 1, a norm and a ReLU behind a ReLU can.");
        }

        var source = layer.Sources[0];
        return from.Has(source) ? source : Origin(from, deeper, deeper[source].Layer);
    }

    private static bool IsRectified(Blueprint blueprint, string layer) => layer != Blueprint.Image && blueprint[layer].Layer switch
    {
        Relu => true,
        MaxPooling pooling => IsRectified(blueprint, pooling.Input),
        _ => false,
    };

    private static Dictionary<string, (Tensor Mean, Tensor Variance)> Measure(Network network, Tensor calibration, IReadOnlyCollection<string> layers)
    {
        using var copy = network.Copy();
        copy.eval();
        return copy.Observe(calibration, layers).ToDictionary(o => o.Key, o =>
        {
            // In two passes: libtorch's var_mean takes ten times as long on images in channels-last order.
            var mean = o.Value.mean([0, 2, 3], keepdim: true);
            return (mean.flatten(), (o.Value - mean).pow_(2).mean([0, 2, 3]));
        });
    }

    private static void AddIdentity(Dictionary<string, Tensor> weights, LayerCosts costs, (Tensor Mean, Tensor Variance) statistics)
    {
        switch (costs.Layer)
        {
            case Convolution convolution:
                var kernel = zeros([.. costs.Parameters[0].Shape], dtype: statistics.Mean.dtype);
                kernel[.., .., convolution.Padding, convolution.Padding] = eye(convolution.Channels, dtype: statistics.Mean.dtype);
                weights.Add($"{costs.Layer.Name}.weight", kernel);
                break;
            case BatchNorm norm:
                weights.Add($"{norm.Name}.weight", (statistics.Variance + norm.Epsilon).sqrt());
                weights.Add($"{norm.Name}.bias", statistics.Mean);
                weights.Add($"{norm.Name}.running_mean", statistics.Mean);
                weights.Add($"{norm.Name}.running_var", statistics.Variance);
                break;
        }
    }

    private static OptimiserState Copy(OptimiserState state) => new(state.Moments.ToDictionary(m => m.Key,
        m => new ParameterMoments(m.Value.Step, m.Value.First?.clone(), m.Value.Second?.clone())));
}
