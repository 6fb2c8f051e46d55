using System.Buffers.Binary;
using Accrete.Files;

namespace Accrete.Datasets.Sources;

/// <summary>Reads one file in the IDX format of MNIST: big-endian dimensions, then unsigned bytes.</summary>
internal sealed class IdxReader : IDisposable
{
    private const int Block = 1 << 24;

    private readonly string name;
    private readonly int record;
    private readonly Stream stream;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="file">The file.</param>
    /// <param name="shape">The dimensions behind the first: none for labels, height and width for images.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the file is not IDX of unsigned bytes, other dimensions, or more bytes than can be in the file.
    /// </exception>
    public IdxReader(IdxFile file, params int[] shape)
    {
        (name, record) = (file.Name, shape.Aggregate(1, (product, d) => product * d));
        (stream, var most) = file.Open();
        try
        {
            Count = Guarded(() => ReadHeader(stream, name, shape));
            if (Length > most)
            {
                throw new InvalidInputException(
                    $"{name}: its header claims {Length} bytes, more than a file of its length holds; get it "
                        + "again, or unpack it first if it is packed."
                );
            }
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>How many records there are.</summary>
    public int Count { get; }

    private long Length => (long)Count * record;

    /// <summary>Reads as many bytes as the header says.</summary>
    /// <exception cref="InvalidInputException">Throws if the data is cut short, or if bytes follow its end.</exception>
    public IdxArray Read() =>
        Guarded(() =>
        {
            var data = ReadData();
            return stream.ReadByte() < 0
                ? data
                : throw new InvalidInputException($"{name}: has more bytes than its header claims; get it again.");
        });

    public void Dispose() => stream.Dispose();

    private static int ReadHeader(Stream stream, string name, int[] expected)
    {
        var dimensions = 1 + expected.Length;
        var header = new byte[4 * (1 + dimensions)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < 4 || header[0] != 0 || header[1] != 0 || header[2] != 8)
        {
            throw new InvalidInputException($"{name}: not an IDX file of unsigned bytes; get it again.");
        }

        if (header[3] != dimensions)
        {
            throw new InvalidInputException(
                $"{name}: {header[3]} dimensions instead of {dimensions}; labels have one, grey images three."
            );
        }

        if (read < header.Length)
        {
            throw new InvalidInputException($"{name}: cut short in its header; get it again.");
        }

        int[] shape =
        [
            .. Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i))),
        ];
        return shape.Any(d => d <= 0)
                ? throw new InvalidInputException(
                    $"{name}: a dimension is not positive ({string.Join(" x ", shape)}); get it again."
                )
            : shape.AsSpan(1).SequenceEqual(expected) ? shape[0]
            : throw new InvalidInputException(
                $"{name}: images of {string.Join('x', shape[1..])} pixels, but this set has "
                    + $"{string.Join('x', expected)}; get it again."
            );
    }

    // Memory follows the bytes that really come, and none of them is copied.
    private IdxArray ReadData()
    {
        var (blocks, records) = (new List<byte[]>(), Block / record);
        for (var at = 0L; at < Length; at += blocks[^1].Length)
        {
            var block = new byte[Math.Min((long)records * record, Length - at)];
            var read = stream.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            blocks.Add(
                read == block.Length
                    ? block
                    : throw new InvalidInputException(
                        $"{name}: cut short, {at + read} bytes instead of the {Length} that its header claims; "
                            + "get it again."
                    )
            );
        }

        return new IdxArray(blocks, records);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new InvalidInputException($"{name}: damaged; get it again.", e);
        }
        catch (IOException e)
        {
            throw SourceFile.Unreadable(name, e);
        }
    }
}
