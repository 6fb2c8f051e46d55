using System.Buffers.Binary;
using System.Text;
using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>
/// Reads and writes safetensors files: a JSON header that names tensors, their types, shapes and places, then their
/// bytes. No code is in such a file and none is run to read it. Tensors may be of any size.
/// </summary>
/// <remarks>Source of the format: the safetensors project's README, "Format".</remarks>
internal static class SafeTensors
{
    /// <summary>Writes tensors in the order given, and a SHA-256 over all of it into the metadata.</summary>
    /// <param name="stream">Where to; one that can go back, because the sum stands before what it is of.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by name.</param>
    /// <exception cref="AccreteException">Throws if they are more than a file can name that is read again.</exception>
    public static void Write(
        Stream stream,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata
    ) => Write(stream, tensors, metadata, TensorMemory.Piece);

    /// <summary>The same, so many bytes of a tensor at once.</summary>
    internal static void Write(
        Stream stream,
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        int piece
    )
    {
        var header = SafeTensorsHeader.Write(tensors, metadata);
        var place = FileSum.PlaceIn(header, SafeTensorsHeader.MetadataKey)!.Value;
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        using var sum = new FileSum();
        sum.AddHeader(length, header, place);
        var start = stream.Position;
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors.Values)
        {
            using var scope = NewDisposeScope();
            TensorMemory.InPieces(
                tensor.detach().cpu().contiguous(),
                bytes =>
                {
                    stream.Write(bytes);
                    sum.Add(bytes);
                },
                piece
            );
        }

        var end = stream.Position;
        stream.Position = start + length.Length + place;
        stream.Write(Encoding.ASCII.GetBytes(sum.Take()));
        stream.Position = end;
    }

    /// <summary>Reads all of a file, but for tensors of types that no network here has.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if there is none, or it is no regular file, cut short, damaged or of an unknown type.
    /// </exception>
    /// <exception cref="AccreteException">Throws if a tensor takes more memory than there is.</exception>
    public static SafeTensorsContent Read(string path) => Read(path, TensorMemory.Piece);

    /// <summary>The same, so many bytes of a tensor at once.</summary>
    internal static SafeTensorsContent Read(string path, int piece)
    {
        using var reader = SafeTensorsReader.Open(path, piece);
        return reader.Read();
    }
}
