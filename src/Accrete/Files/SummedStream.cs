using System.Security.Cryptography;
using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Files;

/// <summary>Moves bytes between a stream and tensors of any size, keeping a running SHA-256 of them.</summary>
internal sealed class SummedStream(Stream stream, IncrementalHash sum)
{
    public void Write(ReadOnlySpan<byte> bytes)
    {
        sum.AppendData(bytes);
        stream.Write(bytes);
    }

    public void Write(Tensor tensor) => TensorMemory.InPieces(tensor, piece => Write(piece));

    /// <exception cref="EndOfStreamException">Throws if the stream ends before.</exception>
    public byte[] Read(int length)
    {
        var bytes = new byte[length];
        Read(bytes);
        return bytes;
    }

    /// <inheritdoc cref="Read(int)"/>
    public void Read(Tensor tensor) => TensorMemory.InPieces(tensor, Read);

    /// <summary>Whether what comes next is the sum of all that was read, and then the end.</summary>
    public bool EndsWithSum()
    {
        var expected = new byte[SHA256.HashSizeInBytes];
        stream.ReadExactly(expected);
        return sum.GetHashAndReset().AsSpan().SequenceEqual(expected) && stream.ReadByte() < 0;
    }

    private void Read(Span<byte> target)
    {
        stream.ReadExactly(target);
        sum.AppendData(target);
    }
}
