using System.Collections.Frozen;
using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using static Accrete.Interchange.Onnx.OnnxMessages;

namespace Accrete.Interchange.Onnx;

/// <summary>What each layer kind is in ONNX: one entry a kind.</summary>
internal static class OnnxOperators
{
    private static readonly FrozenDictionary<Type, Func<OnnxPlace, string>> Table = new Dictionary<
        Type,
        Func<OnnxPlace, string>
    >
    {
        [typeof(Convolution)] = Of<Convolution>(
            (layer, place) =>
                place.Node(
                    "Conv",
                    [.. Window(layer.Kernel, layer.Stride), Pads(layer.Padding), Attribute("group", layer.Groups)]
                )
        ),
        [typeof(DepthwiseConvolution)] = Of<DepthwiseConvolution>(
            (layer, place) =>
                place.Node(
                    "Conv",
                    [
                        .. Window(layer.Kernel, layer.Stride),
                        Pads(layer.Padding),
                        Attribute("group", place.Costs.Output.Channels),
                    ]
                )
        ),
        // The four parameters have the order in which ONNX reads them.
        [typeof(BatchNorm)] = Of<BatchNorm>(
            (layer, place) => place.Node("BatchNormalization", Attribute("epsilon", (float)layer.Epsilon))
        ),
        [typeof(Relu)] = Of<Relu>(
            (layer, place) =>
                layer.Limit is { } limit
                    ? place.NodeOf(
                        "Clip",
                        place.Graph.Constant($"{layer.Name}.least", [], 0),
                        place.Graph.Constant($"{layer.Name}.most", [], (float)limit)
                    )
                    : place.Node("Relu")
        ),
        [typeof(Dropout)] = Of<Dropout>((_, place) => place.Inputs[0]),
        [typeof(MaxPooling)] = Of<MaxPooling>(
            (layer, place) =>
                place.Node("MaxPool", [.. Window(layer.Side, layer.Stride ?? layer.Side), Pads(layer, place.Costs)])
        ),
        [typeof(AveragePooling)] = Of<AveragePooling>(
            (layer, place) => place.Node("AveragePool", Window(layer.Side, layer.Stride ?? layer.Side))
        ),
        [typeof(GlobalAveragePooling)] = Of<GlobalAveragePooling>(
            (layer, place) =>
                place.Graph.Node(
                    "Flatten",
                    [place.Graph.Node("GlobalAveragePool", place.Inputs, place.Graph.Claim($"{layer.Name}.mean"))],
                    place.Output,
                    Attribute("axis", 1L)
                )
        ),
        [typeof(Flatten)] = Of<Flatten>((_, place) => place.Node("Flatten", Attribute("axis", 1L))),
        [typeof(Linear)] = Of<Linear>((_, place) => place.Node("Gemm", Attribute("transB", 1L))),
        [typeof(Add)] = Of<Add>((_, place) => place.Node("Sum")),
        [typeof(Concat)] = Of<Concat>((_, place) => place.Node("Concat", Attribute("axis", 1L))),
        [typeof(ZeroChannels)] = Of<ZeroChannels>(
            (layer, place) =>
                place.NodeOf(
                    "Pad",
                    place.Graph.Constant($"{layer.Name}.pads", 0, layer.Before, 0, 0, 0, layer.After, 0, 0)
                )
        ),
    }.ToFrozenDictionary();

    /// <summary>Puts a layer into a graph.</summary>
    /// <returns>The name of the value that it gives.</returns>
    /// <exception cref="InvalidInputException">Throws if its kind is one that a program has added.</exception>
    public static string Put(OnnxPlace place) =>
        Table.TryGetValue(place.Costs.Layer.GetType(), out var put)
            ? put(place)
            : throw new InvalidInputException(
                $"layer '{place.Costs.Layer.Name}': there is no ONNX operator for its kind; export the model as "
                    + "a state dict, or put a layer of another kind in its place."
            );

    private static Func<OnnxPlace, string> Of<T>(Func<T, OnnxPlace, string> put)
        where T : Layer => place => put((T)place.Costs.Layer, place);

    private static ProtoMessage[] Window(int side, int stride) =>
        [Attribute("kernel_shape", [side, side]), Attribute("strides", [stride, stride])];

    private static ProtoMessage Pads(int padding) => Pads(padding, padding, padding);

    private static ProtoMessage Pads(int begin, int bottom, int right) =>
        Attribute("pads", [begin, begin, bottom, right]);

    // Runtimes do not agree on which squares "ceil_mode" leaves out: the padding behind is said so that just ours fit.
    private static ProtoMessage Pads(MaxPooling layer, LayerCosts costs)
    {
        var (input, output) = (costs.Inputs[0], costs.Output);
        return layer.Ceiling
            ? Pads(layer.Padding, Behind(input.Height, output.Height), Behind(input.Width, output.Width))
            : Pads(layer.Padding);

        int Behind(int side, int steps) =>
            Math.Max(0, ((steps - 1) * (layer.Stride ?? layer.Side)) + layer.Side - side - layer.Padding);
    }
}
