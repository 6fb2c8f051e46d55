using Google.Protobuf;

namespace Accrete.Interchange.Onnx;

/// <summary>
/// A protobuf message as it is put together: its size is known before anything is written, and large contents are
/// fetched only while they are.
/// </summary>
/// <remarks>Field by field in the order of the calls. A message is complete when it is put into another.</remarks>
internal sealed class ProtoMessage
{
    private readonly List<Action<CodedOutputStream>> fields = [];

    /// <summary>Its bytes, without a tag or a length before them.</summary>
    public long Size { get; private set; }

    /// <summary>Puts a whole number.</summary>
    public ProtoMessage Number(int field, long value) =>
        Put(
            field,
            WireFormat.WireType.Varint,
            CodedOutputStream.ComputeInt64Size(value),
            output => output.WriteInt64(value)
        );

    /// <summary>Puts a float32.</summary>
    public ProtoMessage Real(int field, float value) =>
        Put(field, WireFormat.WireType.Fixed32, sizeof(float), output => output.WriteFloat(value));

    /// <summary>Puts a text.</summary>
    public ProtoMessage Text(int field, string value) =>
        Put(
            field,
            WireFormat.WireType.LengthDelimited,
            CodedOutputStream.ComputeStringSize(value),
            output => output.WriteString(value)
        );

    /// <summary>Puts another message.</summary>
    public ProtoMessage Message(int field, ProtoMessage value) =>
        Put(
            field,
            WireFormat.WireType.LengthDelimited,
            WithLength(value.Size),
            output =>
            {
                output.WriteLength((int)value.Size);
                value.WriteTo(output);
            }
        );

    /// <summary>Puts bytes that are fetched when they are written.</summary>
    public ProtoMessage Bytes(int field, long length, Func<byte[]> fetch) =>
        Put(
            field,
            WireFormat.WireType.LengthDelimited,
            WithLength(length),
            output => output.WriteBytes(UnsafeByteOperations.UnsafeWrap(fetch()))
        );

    /// <summary>Writes it; its size must fit into an int, as protobuf has it.</summary>
    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        WriteTo(output);
    }

    private void WriteTo(CodedOutputStream output)
    {
        foreach (var write in fields)
        {
            write(output);
        }
    }

    private ProtoMessage Put(int field, WireFormat.WireType type, long size, Action<CodedOutputStream> write)
    {
        Size = checked(Size + CodedOutputStream.ComputeTagSize(field) + size);
        fields.Add(output =>
        {
            output.WriteTag(field, type);
            write(output);
        });
        return this;
    }

    private static long WithLength(long length) => CodedOutputStream.ComputeInt64Size(length) + length;
}
