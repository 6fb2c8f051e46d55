using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using static TorchSharp.torch;

namespace Accrete.Interchange;

/// <summary>
/// Makes the scale and shift that a norm has in eval mode part of the layer before it: fewer layers, the same function.
/// </summary>
internal static class NormFolding
{
    /// <summary>Folds every norm that is the only reader of a convolution or linear layer.</summary>
    /// <returns>The architecture without these norms, and its weights; those that are new belong to the caller's
    /// scope.</returns>
    public static (Blueprint Blueprint, IReadOnlyDictionary<string, Tensor> Weights) Fold(
        Blueprint blueprint,
        IReadOnlyDictionary<string, Tensor> weights
    )
    {
        var norms = blueprint
            .Layers.OfType<BatchNorm>()
            .Where(n =>
                blueprint.Has(n.Input)
                && Biased(blueprint[n.Input].Layer) is not null
                && blueprint.NormBehind(n.Input) == n
            )
            .ToDictionary(n => n.Input);
        var names = norms.ToDictionary(n => n.Value.Name, n => n.Key);
        var layers = blueprint
            .Layers.Where(l => !names.ContainsKey(l.Name))
            .Select(l =>
                (norms.ContainsKey(l.Name) ? Biased(l)! : l).Reading([
                    .. l.Sources.Select(s => names.GetValueOrDefault(s, s)),
                ])
            );
        var folded = new Dictionary<string, Tensor>(weights);
        foreach (var (layer, norm) in norms)
        {
            Fold(folded, layer, norm);
        }

        return (new Blueprint(blueprint.Name, blueprint.Input, [.. layers]), folded);
    }

    private static Layer? Biased(Layer layer) =>
        layer switch
        {
            Convolution convolution => convolution with { Bias = true },
            DepthwiseConvolution depthwise => depthwise with { Bias = true },
            Linear linear => linear with { Bias = true },
            _ => null,
        };

    // In float64: the result is rounded once.
    private static void Fold(Dictionary<string, Tensor> weights, string layer, BatchNorm norm)
    {
        using var scope = NewDisposeScope();
        var scale = Of("weight") / (Of("running_var") + norm.Epsilon).sqrt();
        var shift = Of("bias") - (Of("running_mean") * scale);
        if (weights.TryGetValue($"{layer}.bias", out var bias))
        {
            shift += bias.to_type(ScalarType.Float64) * scale;
        }

        var kernel = weights[$"{layer}.weight"].to_type(ScalarType.Float64);
        var scales = scale.reshape([-1, .. Enumerable.Repeat(1L, (int)kernel.dim() - 1)]);
        weights[$"{layer}.weight"] = (kernel * scales).to_type(ScalarType.Float32).MoveToOuterDisposeScope();
        weights[$"{layer}.bias"] = shift.to_type(ScalarType.Float32).MoveToOuterDisposeScope();

        Tensor Of(string name) => weights[$"{norm.Name}.{name}"].to_type(ScalarType.Float64);
    }
}
