using System.Buffers.Binary;
using System.IO.Compression;

namespace Accrete.Datasets.Files;

/// <summary>
/// Unpacks gzip and knows whether it came to its end: <see cref="GZipStream"/> takes a file that stops early for one that
/// is complete.
/// </summary>
/// <param name="file">The packed bytes, in one gzip member, in a stream that can seek.</param>
internal sealed class CountedGZip(Stream file) : Stream
{
    private readonly GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
    private long count;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => count;
        set => throw new NotSupportedException();
    }

    /// <summary>Reads to the end, where gzip keeps a checksum and the length modulo 2^32, and compares the length.</summary>
    /// <exception cref="InvalidDataException">The checksum or the length is another.</exception>
    public void RequireEnd()
    {
        CopyTo(Null);
        var trailer = new byte[4];
        file.Seek(-trailer.Length, SeekOrigin.End);
        file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != (uint)count)
        {
            throw new InvalidDataException("The packed data ends early.");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = unpacked.Read(buffer);
        count += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}
