using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>
/// Brings the weights of a widened network to the scale that a network of its width begins with: a split into copies
/// makes them smaller, and with a norm behind them a step of the same rate then turns them further than it should.
/// </summary>
/// <remarks>
/// After Yuan, Savarese and Maire, <i>Accelerated Training via Incrementally Growing Neural Networks using Variance
/// Transfer and Learning Rate Adaptation</i>, 2023. Only layers with a norm directly behind them are scaled: the norm
/// takes the factor out again, so that the function is kept.
/// </remarks>
internal static class VarianceTransfer
{
    /// <summary>Scales a widened network and what its optimiser remembers.</summary>
    /// <param name="from">The blueprint before widening.</param>
    /// <param name="wide">What widening made.</param>
    public static void Apply(Blueprint from, Transformed wide)
    {
        using var nothing = no_grad();
        var blueprint = wide.Network.Blueprint;
        foreach (var layer in blueprint.Layers.Where(l => l.Has(LayerTraits.NewChannels)))
        {
            var grown = FanIn(blueprint[layer.Name]) / FanIn(from[layer.Name]);
            if (grown > 1 && blueprint.NormBehind(layer.Name) is { } norm)
            {
                using var scope = NewDisposeScope();
                Scale(wide, blueprint[layer.Name], norm, Math.Sqrt(grown));
            }
        }
    }

    private static double FanIn(LayerCosts costs) => (double)costs.Parameters[0].Count / costs.Parameters[0].Shape[0];

    private static void Scale(Transformed wide, LayerCosts costs, BatchNorm norm, double factor)
    {
        var state = wide.Network.State;
        var (type, device) = (wide.Network.Type, wide.Network.Device);
        var (scale, square) = (tensor(factor, type, device), tensor(factor * factor, type, device));
        foreach (var spec in costs.Parameters)
        {
            state[spec.Name].mul_(scale);
            if (wide.Optimiser?.Moments.GetValueOrDefault(spec.Name) is { } moments)
            {
                // The gradient of what is larger is as much smaller.
                moments.First?.div_(scale);
                moments.Second?.div_(square);
            }
        }

        var (variance, epsilon) = (state[$"{norm.Name}.running_var"], tensor(norm.Epsilon, type, device));
        // What is added to the variance did not grow with it.
        state[$"{norm.Name}.weight"].mul_(((variance * square + epsilon) / ((variance + epsilon) * square)).sqrt());
        state[$"{norm.Name}.running_mean"].mul_(scale);
        variance.mul_(square);
    }
}
