using System.Buffers.Binary;
using Accrete.Datasets.Files;

namespace Accrete.Datasets.Sources;

/// <summary>Reads the IDX format of MNIST: big-endian dimensions, then unsigned bytes.</summary>
internal static class IdxReader
{
    private const int FirstBlock = 1 << 24;

    /// <summary>Reads one file with as many dimensions as are wanted: 1 for labels, 3 for images.</summary>
    /// <exception cref="InvalidInputException">Not IDX of unsigned bytes, other dimensions, cut short, or bytes after the end.</exception>
    public static IdxArray Read(IdxFile file, int dimensions)
    {
        try
        {
            using var stream = file.Open();
            var shape = ReadHeader(stream, file.Name, dimensions);
            var length = shape.Aggregate(1L, (product, d) => checked(product * d));
            if (length is 0 or > int.MaxValue)
            {
                throw new InvalidInputException($"{file.Name}: the header claims {string.Join(" x ", shape)} bytes; give 1 to 2 GiB.");
            }

            var data = ReadBlock(stream, (int)length, file.Name);
            return stream.ReadByte() < 0
                ? new IdxArray(shape, data)
                : throw new InvalidInputException($"{file.Name}: bytes follow the {length} that its header claims; get it again.");
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException or InvalidOperationException)
        {
            throw new InvalidInputException($"{file.Name}: damaged; get it again.", e);
        }
        catch (IOException e)
        {
            throw SourceFile.Unreadable(file.Name, e);
        }
    }

    private static int[] ReadHeader(Stream stream, string name, int dimensions)
    {
        var header = new byte[4 * (1 + dimensions)];
        var read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < 4 || header[0] != 0 || header[1] != 0 || header[2] != 8)
        {
            throw new InvalidInputException($"{name}: not an IDX file of unsigned bytes; get it again.");
        }

        if (header[3] != dimensions)
        {
            throw new InvalidInputException($"{name}: {header[3]} dimensions instead of {dimensions}; labels have one, grey images three.");
        }

        if (read < header.Length)
        {
            throw new InvalidInputException($"{name}: cut short in its header; get it again.");
        }

        var shape = Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 * i))).ToArray();
        return shape.All(d => d > 0) ? shape : throw new InvalidInputException($"{name}: a dimension is not positive ({string.Join(" x ", shape)}); get it again.");
    }

    // Memory grows with the bytes that really come, so that a small file cannot claim gigabytes.
    private static byte[] ReadBlock(Stream stream, int length, string name)
    {
        var data = new byte[Math.Min(length, FirstBlock)];
        var filled = 0;
        while (true)
        {
            var read = stream.ReadAtLeast(data.AsSpan(filled), data.Length - filled, throwOnEndOfStream: false);
            filled += read;
            if (filled == length)
            {
                return data;
            }

            if (filled < data.Length)
            {
                throw new InvalidInputException($"{name}: cut short, {filled} bytes instead of the {length} that its header claims; get it again.");
            }

            Array.Resize(ref data, (int)Math.Min(length, 2L * data.Length));
        }
    }
}
