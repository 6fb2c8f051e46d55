namespace Accrete.Interchange.Onnx;

/// <summary>
/// The few messages of ONNX that a network needs, with the numbers that the specification gives their fields.
/// </summary>
/// <remarks>
/// Source: <i>Open Neural Network Exchange Intermediate Representation Specification</i>, IR version 8.
/// </remarks>
internal static class OnnxMessages
{
    /// <summary>The types of elements that are used.</summary>
    public const int Float32 = 1,
        UInt8 = 2,
        Int64 = 7;

    private const int AttributeFloat = 1,
        AttributeInt = 2,
        AttributeInts = 7;

    /// <summary>An attribute that is a number.</summary>
    public static ProtoMessage Attribute(string name, float value) =>
        new ProtoMessage().Text(1, name).Real(2, value).Number(20, AttributeFloat);

    /// <summary>An attribute that is a whole number.</summary>
    public static ProtoMessage Attribute(string name, long value) =>
        new ProtoMessage().Text(1, name).Number(3, value).Number(20, AttributeInt);

    /// <summary>An attribute that is a list of whole numbers.</summary>
    public static ProtoMessage Attribute(string name, IEnumerable<long> values) =>
        values
            .Aggregate(new ProtoMessage().Text(1, name), (message, value) => message.Number(8, value))
            .Number(20, AttributeInts);

    /// <summary>One computation, of the operator set that the model imports.</summary>
    public static ProtoMessage Node(
        string operation,
        IEnumerable<string> inputs,
        string output,
        IEnumerable<ProtoMessage> attributes
    )
    {
        var node = new ProtoMessage();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, output).Text(4, operation);
        return attributes.Aggregate(node, (message, attribute) => message.Message(5, attribute));
    }

    /// <summary>
    /// A tensor whose elements, little-endian and in row-major order, are fetched when they are written.
    /// </summary>
    public static ProtoMessage Tensor(string name, int type, IEnumerable<long> shape, long bytes, Func<byte[]> fetch) =>
        shape
            .Aggregate(new ProtoMessage(), (message, side) => message.Number(1, side))
            .Number(2, type)
            .Text(8, name)
            .Bytes(9, bytes, fetch);

    /// <summary>
    /// The name, type and shape of an input or output; the first axis, the images of a batch, has a name instead of a
    /// size.
    /// </summary>
    public static ProtoMessage Value(string name, int type, string batch, IEnumerable<long> rest)
    {
        var shape = rest.Aggregate(
            new ProtoMessage().Message(1, new ProtoMessage().Text(2, batch)),
            (message, side) => message.Message(1, new ProtoMessage().Number(1, side))
        );
        return new ProtoMessage()
            .Text(1, name)
            .Message(2, new ProtoMessage().Message(1, new ProtoMessage().Number(1, type).Message(2, shape)));
    }

    /// <summary>The whole computation.</summary>
    public static ProtoMessage Graph(
        string name,
        IEnumerable<ProtoMessage> nodes,
        IEnumerable<ProtoMessage> weights,
        ProtoMessage input,
        ProtoMessage output
    )
    {
        var graph = nodes.Aggregate(new ProtoMessage(), (message, node) => message.Message(1, node)).Text(2, name);
        return weights
            .Aggregate(graph, (message, tensor) => message.Message(5, tensor))
            .Message(11, input)
            .Message(12, output);
    }

    /// <summary>The file.</summary>
    public static ProtoMessage Model(
        int irVersion,
        int operatorSet,
        string producer,
        string producerVersion,
        ProtoMessage graph,
        IEnumerable<KeyValuePair<string, string>> metadata
    )
    {
        var model = new ProtoMessage()
            .Number(1, irVersion)
            .Text(2, producer)
            .Text(3, producerVersion)
            .Message(7, graph)
            .Message(8, new ProtoMessage().Text(1, "").Number(2, operatorSet));
        return metadata.Aggregate(
            model,
            (message, entry) => message.Message(14, new ProtoMessage().Text(1, entry.Key).Text(2, entry.Value))
        );
    }
}
