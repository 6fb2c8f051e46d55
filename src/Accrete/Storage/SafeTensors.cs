using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Storage;

/// <summary>
/// Reads and writes safetensors files: a JSON header that names tensors, their types, shapes and places, then their bytes.
/// No code is in such a file and none is run to read it.
/// </summary>
/// <remarks>Source of the format: the safetensors project's README, "Format".</remarks>
public static class SafeTensors
{
    private const int LongestHeader = 100_000_000;
    private const int MostAxes = 64;
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ScalarType> Types = new()
    {
        ["F64"] = ScalarType.Float64,
        ["F32"] = ScalarType.Float32,
        ["F16"] = ScalarType.Float16,
        ["BF16"] = ScalarType.BFloat16,
        ["I64"] = ScalarType.Int64,
        ["U8"] = ScalarType.Byte,
    };

    // The types that others write and no network here has numbers of, with their bits: tensors of these are known by name alone.
    private static readonly Dictionary<string, int> OtherTypes = new()
    {
        ["BOOL"] = 8,
        ["I8"] = 8,
        ["I16"] = 16,
        ["I32"] = 32,
        ["U16"] = 16,
        ["U32"] = 32,
        ["U64"] = 64,
        ["F8_E4M3"] = 8,
        ["F8_E5M2"] = 8,
        ["F8_E8M0"] = 8,
        ["F6_E2M3"] = 6,
        ["F6_E3M2"] = 6,
        ["F4"] = 4,
        ["C64"] = 64,
    };

    /// <summary>Writes tensors in the order given, and a SHA-256 over all of it into the metadata.</summary>
    /// <param name="stream">Where to; one that can go back, because the sum stands before what it is of.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Texts by name.</param>
    public static void Write(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = Header(tensors, metadata);
        var place = FileSum.PlaceIn(header, MetadataKey)!.Value;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        using var sum = new FileSum();
        sum.AddHeader(length, header, place);
        var start = stream.Position;
        stream.Write(length);
        stream.Write(header);
        foreach (var tensor in tensors.Values)
        {
            using var scope = NewDisposeScope();
            var bytes = tensor.detach().cpu().contiguous().bytes;
            stream.Write(bytes);
            sum.Add(bytes);
        }

        var end = stream.Position;
        stream.Position = start + length.Length + place;
        stream.Write(Encoding.ASCII.GetBytes(sum.Take()));
        stream.Position = end;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidInputException">There is none, or it is cut short, damaged or of an unknown type.</exception>
    public static SafeTensorsContent Read(string path)
    {
        try
        {
            using var stream = RegularFile.OpenRead(path, throughLink: true);
            return Read(stream, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException($"{path}: there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({e.Message}).", e);
        }
    }

    private static SafeTensorsContent Read(FileStream stream, string path)
    {
        if (ForeignFile.Explain(stream) is { } foreign)
        {
            throw new InvalidInputException($"{path}: {foreign}.");
        }

        var buffer = new byte[8];
        stream.ReadExactlyOrFail(buffer, path);
        var length = BinaryPrimitives.ReadInt64LittleEndian(buffer);
        if (length < 2 || length > Math.Min(LongestHeader, stream.Length - 8))
        {
            throw Damaged(path, "its header does not fit into the file");
        }

        var header = new byte[length];
        stream.ReadExactlyOrFail(header, path);
        var (entries, metadata) = ParseHeader(header, path);
        var data = stream.Length - 8 - length;
        CheckPlaces(entries, data, path);
        using var sum = metadata.Remove(FileSum.Key, out var digits) ? new FileSum() : null;
        sum?.AddHeader(buffer, header, FileSum.PlaceIn(header, MetadataKey) ?? throw Damaged(path, "its checksum is not of the length of one"));
        var tensors = new Dictionary<string, Tensor>();
        try
        {
            foreach (var entry in entries)
            {
                if (!Types.TryGetValue(entry.Type, out var type))
                {
                    // No file with a checksum was written with such a type.
                    stream.Seek(sum is null ? entry.End - entry.Begin : throw Damaged(path, $"tensor '{entry.Name}' is of type {entry.Type}"), SeekOrigin.Current);
                    continue;
                }

                var tensor = empty(entry.Shape, dtype: type).DetachFromDisposeScope();
                tensors.Add(entry.Name, tensor);
                stream.ReadExactlyOrFail(tensor.bytes, path);
                sum?.Add(tensor.bytes);
            }

            if (sum is not null && sum.Take() != digits)
            {
                throw Damaged(path, "its bytes are not those that were written, by its checksum");
            }
        }
        catch
        {
            new SafeTensorsContent(tensors, metadata).Dispose();
            throw;
        }

        return new SafeTensorsContent(tensors, metadata)
        {
            Unread = entries.Where(e => !Types.ContainsKey(e.Type)).ToDictionary(e => e.Name, e => e.Type),
        };
    }

    private static byte[] Header(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteString(FileSum.Key, FileSum.Blank);

            json.WriteEndObject();
            var offset = 0L;
            foreach (var (name, tensor) in tensors)
            {
                WriteEntry(json, name, tensor, ref offset);
            }

            json.WriteEndObject();
        }

        // Spaces bring the data to a multiple of eight bytes, as the format asks.
        while (text.Length % 8 != 0)
        {
            text.WriteByte((byte)' ');
        }

        return text.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, ref long offset)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype", Types.FirstOrDefault(t => t.Value == tensor.dtype).Key
            ?? throw new NotSupportedException($"tensor '{name}' is of type {tensor.dtype}, which is not written to safetensors."));
        json.WriteStartArray("shape");
        foreach (var side in tensor.shape)
        {
            json.WriteNumberValue(side);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        offset += tensor.numel() * tensor.element_size();
        json.WriteNumberValue(offset);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (List<Entry> Entries, Dictionary<string, string> Metadata) ParseHeader(byte[] header, string path)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var metadata = new Dictionary<string, string>();
            var entries = new List<Entry>();
            foreach (var property in json.RootElement.EnumerateObject())
            {
                if (property.Name == MetadataKey)
                {
                    metadata = property.Value.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "");
                }
                else
                {
                    entries.Add(ParseEntry(property));
                }
            }

            if (entries.GroupBy(e => e.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new FormatException($"tensor '{twice.Key}' is there twice");
            }

            return ([.. entries.OrderBy(e => e.Begin).ThenBy(e => e.End)], metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException or IndexOutOfRangeException)
        {
            throw Damaged(path, $"its header is not what safetensors says ({e.Message.Split('\n')[0]})");
        }
    }

    private static Entry ParseEntry(JsonProperty property)
    {
        var type = property.Value.GetProperty("dtype").GetString()!;
        var offsets = property.Value.GetProperty("data_offsets");
        return new Entry(property.Name,
            Types.ContainsKey(type) || OtherTypes.ContainsKey(type) ? type : throw new FormatException($"tensor '{property.Name}' is of type {type}"),
            [.. property.Value.GetProperty("shape").EnumerateArray().Select(s => s.GetInt64())],
            offsets[0].GetInt64(), offsets[1].GetInt64());
    }

    // Tensors must follow each other without a gap and end with the file: nothing is hidden and nothing is read twice.
    private static void CheckPlaces(List<Entry> entries, long data, string path)
    {
        var at = 0L;
        foreach (var entry in entries)
        {
            // An empty tensor may have one side of 0, but no side that none of our tensors could have.
            if (entry.Begin != at || entry.Shape.Length > MostAxes || entry.Shape.Any(s => s is < 0 or > int.MaxValue)
                || entry.Bytes() != entry.End - entry.Begin || entry.Bytes() > int.MaxValue || entry.Strides() > long.MaxValue)
            {
                throw Damaged(path, $"tensor '{entry.Name}' has the wrong place or size");
            }

            at = entry.End;
        }

        if (at != data)
        {
            throw Damaged(path, $"it holds {data} bytes of tensors, but its header says {at}");
        }
    }

    private static InvalidInputException Damaged(string path, string what) =>
        new($"{path}: is no whole safetensors file: {what}; get or make it again.");

    private static void ReadExactlyOrFail(this FileStream stream, Span<byte> buffer, string path)
    {
        if (stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw Damaged(path, "it is cut short");
        }
    }

    private sealed record Entry(string Name, string Type, long[] Shape, long Begin, long End)
    {
        // Of types of less than a byte as many as begin.
        public Int128 Bytes() => (Product(Shape) + 7) / 8;

        // Strides are products of sides in which a 0 counts as 1: they must fit even when there is nothing to stride over.
        public Int128 Strides() => Product(Shape.Select(s => Math.Max(1, s)));

        private Int128 Product(IEnumerable<long> sides) =>
            sides.Aggregate((Int128)Bits(), (product, side) => side > 0 && product > long.MaxValue ? product : product * side);

        private int Bits() => Type switch
        {
            "F64" or "I64" => 64,
            "F32" => 32,
            "F16" or "BF16" => 16,
            "U8" => 8,
            _ => OtherTypes[Type],
        };
    }
}
