using System.Buffers.Binary;
using Accrete.Datasets;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>Reads one open safetensors file.</summary>
/// <param name="stream">The file, at its beginning.</param>
/// <param name="path">Its name, for errors.</param>
/// <param name="piece">How many bytes are read at once.</param>
internal sealed class SafeTensorsReader(Stream stream, string path, int piece) : IDisposable
{
    private readonly FileSum sum = new();
    private string? digits;

    /// <summary>Reads it all; the caller owns the tensors.</summary>
    /// <exception cref="InvalidInputException">It is cut short, damaged or of an unknown type.</exception>
    public SafeTensorsContent Read()
    {
        if (ForeignFile.Explain(stream) is { } foreign)
        {
            throw new InvalidInputException($"{path}: {foreign}.");
        }

        var header = ReadHeader();
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in header.Entries)
            {
                ReadTensor(entry, tensors);
            }

            if (digits is not null && sum.Take() != digits)
            {
                throw Damaged("its bytes are not those that were written, by its checksum");
            }
        }
        catch
        {
            new SafeTensorsContent(tensors, header.Metadata).Dispose();
            throw;
        }

        return new SafeTensorsContent(tensors, header.Metadata)
        {
            Unread = header.Entries.Where(e => e.Type.Type is null).ToDictionary(e => e.Name, e => e.Type.Name),
        };
    }

    public void Dispose() => sum.Dispose();

    private SafeTensorsHeader ReadHeader()
    {
        var size = new byte[8];
        ReadExactly(size);
        var length = BinaryPrimitives.ReadInt64LittleEndian(size);
        if (length < 2 || length > stream.Length - size.Length)
        {
            throw Damaged("its header does not fit into the file");
        }

        if (length > SafeTensorsHeader.Longest)
        {
            throw Damaged($"its header has {length >> 20} MB, and those of networks have less than {SafeTensorsHeader.Longest >> 20}");
        }

        var bytes = new byte[length];
        ReadExactly(bytes);
        var header = Parsed(bytes);
        RequireMemory(stream.Length - stream.Position);
        if (header.Metadata.Remove(FileSum.Key, out digits))
        {
            sum.AddHeader(size, bytes, FileSum.PlaceIn(bytes, SafeTensorsHeader.MetadataKey) ?? throw Damaged("its checksum is not of the length of one"));
        }

        return header;
    }

    // A file with holes in it takes no place on a disk, and all of it in memory.
    private void RequireMemory(long data)
    {
        if (PhysicalMemory.Measure().TotalBytes is var total && data > total)
        {
            throw new InvalidInputException($"{path}: holds {data >> 30} GiB of tensors, and this machine has {total >> 30} GiB of memory; name a smaller file or use a larger machine.");
        }
    }

    private SafeTensorsHeader Parsed(byte[] bytes)
    {
        try
        {
            return SafeTensorsHeader.Parse(bytes, stream.Length - stream.Position);
        }
        catch (FormatException e)
        {
            throw Damaged(e.Message);
        }
    }

    private void ReadTensor(SafeTensorsEntry entry, Dictionary<string, Tensor> tensors)
    {
        if (entry.Type.Type is not { } type)
        {
            // No file with a checksum was written with such a type.
            stream.Seek(digits is null ? entry.End - entry.Begin : throw Damaged($"tensor '{entry.Name}' is of type {entry.Type.Name}"), SeekOrigin.Current);
            return;
        }

        var tensor = TensorMemory.Allocate(type, entry.Shape);
        tensors.Add(entry.Name, tensor);
        TensorMemory.InPieces(tensor, ReadPiece, piece);
    }

    private void ReadPiece(Span<byte> target)
    {
        ReadExactly(target);
        if (digits is not null)
        {
            sum.Add(target);
        }
    }

    private void ReadExactly(Span<byte> target)
    {
        if (stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) < target.Length)
        {
            throw Damaged("it is cut short");
        }
    }

    private InvalidInputException Damaged(string what) => new($"{path}: is no whole safetensors file: {what}; get or make it again.");
}
