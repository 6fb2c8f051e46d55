using static TorchSharp.torch;

namespace Accrete.Interchange.Onnx;

/// <summary>Collects the nodes and tensors of a graph; every value has a name of its own.</summary>
/// <param name="reserved">Names that are spoken for.</param>
internal sealed class OnnxGraph(IEnumerable<string> reserved)
{
    private readonly List<ProtoMessage> nodes = [];
    private readonly List<ProtoMessage> tensors = [];
    private readonly HashSet<string> names = [.. reserved];

    /// <summary>A name that nothing else has: the one that is wanted, or the next with a number.</summary>
    public string Claim(string wanted)
    {
        var name = wanted;
        for (var i = 2; !names.Add(name); i++)
        {
            name = $"{wanted}.{i}";
        }

        return name;
    }

    /// <summary>Adds a computation.</summary>
    /// <returns>Its output's name.</returns>
    public string Node(
        string operation,
        IEnumerable<string> inputs,
        string output,
        params IEnumerable<ProtoMessage> attributes
    )
    {
        nodes.Add(OnnxMessages.Node(operation, inputs, output, attributes));
        return output;
    }

    /// <summary>
    /// Adds a parameter under its reserved name, as float32; the tensor must live until the graph is written.
    /// </summary>
    public void Weight(string name, Tensor tensor) =>
        tensors.Add(
            OnnxMessages.Tensor(
                name,
                OnnxMessages.Float32,
                tensor.shape,
                tensor.numel() * sizeof(float),
                () => Bytes(tensor)
            )
        );

    /// <summary>Adds a constant of float32 numbers.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string wanted, IReadOnlyList<long> shape, params float[] values) =>
        Constant(wanted, OnnxMessages.Float32, shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Adds a constant of whole numbers.</summary>
    /// <returns>Its name.</returns>
    public string Constant(string wanted, params long[] values) =>
        Constant(wanted, OnnxMessages.Int64, [values.Length], [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>The graph as a message.</summary>
    public ProtoMessage ToMessage(string name, ProtoMessage input, ProtoMessage output) =>
        OnnxMessages.Graph(name, nodes, tensors, input, output);

    private string Constant(string wanted, int type, IReadOnlyList<long> shape, byte[] bytes)
    {
        var name = Claim(wanted);
        tensors.Add(OnnxMessages.Tensor(name, type, shape, bytes.Length, () => bytes));
        return name;
    }

    // A kernel is kept in another order of its axes than the one that ONNX knows.
    private static byte[] Bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().to_type(ScalarType.Float32).contiguous().bytes.ToArray();
    }
}
