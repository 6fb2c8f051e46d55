using System.Collections.Frozen;
using Accrete.Blueprints.Layers;
using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Networks;

/// <summary>How each layer kind is computed: one entry a kind.</summary>
internal static class LayerOperations
{
    private static readonly FrozenDictionary<Type, Operation> Table = new Dictionary<Type, Operation>
    {
        [typeof(Convolution)] = Unary<Convolution>(
            (layer, x, p) =>
                Functional.conv2d(
                    x,
                    p.Cast("weight"),
                    p.CastIfAny("bias"),
                    strides: [layer.Stride, layer.Stride],
                    padding: [layer.Padding, layer.Padding],
                    groups: layer.Groups
                )
        ),
        [typeof(DepthwiseConvolution)] = Unary<DepthwiseConvolution>(
            (layer, x, p) =>
                Functional.conv2d(
                    x,
                    p.Cast("weight"),
                    p.CastIfAny("bias"),
                    strides: [layer.Stride, layer.Stride],
                    padding: [layer.Padding, layer.Padding],
                    groups: x.shape[1]
                )
        ),
        // The statistics are summed in float32 whatever the type of the activations.
        [typeof(BatchNorm)] = Unary<BatchNorm>(
            (layer, x, p) =>
                Functional.batch_norm(
                    x,
                    p.Stored("running_mean"),
                    p.Stored("running_var"),
                    p.Stored("weight"),
                    p.Stored("bias"),
                    p.Training,
                    eps: layer.Epsilon
                )
        ),
        // In place it gives back the same object; an alias keeps the rule that every value is one of its own.
        [typeof(Relu)] = Unary<Relu>(
            (layer, x, p) =>
                layer.Limit is { } limit ? Limited(x, limit)
                : p.InPlace ? x.relu_().alias()
                : x.relu()
        ),
        [typeof(Dropout)] = Unary<Dropout>(
            (layer, x, p) => p.DropsOut ? Functional.dropout(x, layer.Rate, training: true) : x.alias()
        ),
        [typeof(MaxPooling)] = Unary<MaxPooling>(
            (layer, x, _) =>
                Functional.max_pool2d(
                    x,
                    [layer.Side, layer.Side],
                    [layer.Stride ?? layer.Side, layer.Stride ?? layer.Side],
                    [layer.Padding, layer.Padding],
                    null,
                    layer.Ceiling
                )
        ),
        [typeof(AveragePooling)] = Unary<AveragePooling>(
            (layer, x, _) =>
                Functional.avg_pool2d(
                    x,
                    [layer.Side, layer.Side],
                    [layer.Stride ?? layer.Side, layer.Stride ?? layer.Side]
                )
        ),
        [typeof(GlobalAveragePooling)] = Unary<GlobalAveragePooling>((_, x, _) => x.mean([2, 3])),
        [typeof(Flatten)] = Unary<Flatten>((_, x, _) => x.flatten(1)),
        [typeof(Linear)] = Unary<Linear>((_, x, p) => Functional.linear(x, p.Cast("weight"), p.CastIfAny("bias"))),
        [typeof(CustomLayer)] = Unary<CustomLayer>(
            (layer, x, p) =>
                LayerKinds.Find(layer.Type, layer.Name) is ComputedLayerKind kind
                    ? kind.Compute(x, layer.Values, p.Cast, p.Training)
                    : throw new InvalidInputException(
                        $"layer '{layer.Name}': kind '{layer.Type}' is not computed here."
                    )
        ),
        [typeof(Add)] = (_, inputs, _) => Sum(inputs),
        [typeof(Concat)] = (_, inputs, _) => cat([.. inputs], 1),
        [typeof(ZeroChannels)] = Unary<ZeroChannels>(
            (layer, x, _) => Functional.pad(x, [0, 0, 0, 0, layer.Before, layer.After])
        ),
    }.ToFrozenDictionary();

    private delegate Tensor Operation(Layer layer, IReadOnlyList<Tensor> inputs, LayerTensors parameters);

    /// <summary>Computes a layer.</summary>
    public static Tensor Compute(Layer layer, IReadOnlyList<Tensor> inputs, LayerTensors parameters) =>
        Table[layer.GetType()](layer, inputs, parameters);

    private static Tensor Sum(IReadOnlyList<Tensor> summands) =>
        summands.Skip(2).Aggregate(summands[0] + summands[1], (sum, next) => sum.add_(next));

    // The gradient of clamp takes ten times as long as that of relu6. Not hardtanh: TorchSharp 0.107 gives its input
    // back as it was.
    private static Tensor Limited(Tensor x, double limit) => limit == 6 ? x.relu6() : x.clamp(0, limit);

    private static Operation Unary<T>(Func<T, Tensor, LayerTensors, Tensor> compute)
        where T : UnaryLayer => (layer, inputs, parameters) => compute((T)layer, inputs[0], parameters);
}
