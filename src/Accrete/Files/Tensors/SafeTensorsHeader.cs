using System.Text.Json;
using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>The JSON header of a safetensors file.</summary>
/// <param name="Entries">The tensors, in the order of their places.</param>
/// <param name="Metadata">Texts by name.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<SafeTensorsEntry> Entries, Dictionary<string, string> Metadata)
{
    /// <summary>
    /// The most bytes of a header: twice what the checkpoint of the deepest network here has, with two moments and a
    /// mean of all weights.
    /// </summary>
    public const int Longest = 32 << 20;

    /// <summary>The key of the texts among the names of tensors.</summary>
    public const string MetadataKey = "__metadata__";

    // Twice what such a checkpoint has: each tensor takes ten times the memory of its place in the header.
    private const int MostTensors = 120_000;

    // We write about ten.
    private const int MostTexts = 10_000;

    /// <summary>The bytes of a header, with a blank in the place of the file's sum.</summary>
    /// <exception cref="NotSupportedException">Throws if a tensor is of a type that files do not have.</exception>
    /// <exception cref="AccreteException">Throws if it would be longer than what is read again.</exception>
    public static byte[] Write(
        IReadOnlyDictionary<string, Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata
    )
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

        return text.Length <= Longest && tensors.Count <= MostTensors
            ? text.ToArray()
            : throw new AccreteException(
                $"The header of {tensors.Count} tensors would have {text.Length >> 20} MB, and no file with "
                    + $"more than {Longest >> 20} MB or {MostTensors} tensors is read; make the network less deep."
            );
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">Its bytes.</param>
    /// <param name="data">How many bytes of tensors follow it.</param>
    /// <exception cref="FormatException">
    /// Throws if it is not what safetensors says, or of other data; the message says how, to follow <c>is no whole
    /// safetensors file:</c>.
    /// </exception>
    public static SafeTensorsHeader Parse(ReadOnlySpan<byte> header, long data)
    {
        try
        {
            // Read as it comes: a document in memory takes many times the place of its text.
            var (entries, metadata) = SafeTensorsJson.Read(header, MetadataKey, MostTensors, MostTexts);
            CheckPlaces(entries, data);
            return new SafeTensorsHeader(entries, metadata);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"its header is not what safetensors says ({e.Message.Split('\n')[0]})", e);
        }
    }

    // Tensors must follow each other without a gap and end with the file: nothing is hidden and nothing is read twice.
    private static void CheckPlaces(SafeTensorsEntry[] entries, long data)
    {
        var at = 0L;
        foreach (var entry in entries)
        {
            if (entry.Begin != at || !entry.IsPossible)
            {
                throw new FormatException($"tensor '{entry.Name}' has the wrong place or size");
            }

            at = entry.End;
        }

        if (at != data)
        {
            throw new FormatException($"it holds {data} bytes of tensors, but its header says {at}");
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, string name, Tensor tensor, ref long offset)
    {
        json.WriteStartObject(name);
        json.WriteString(
            "dtype",
            SafeTensorsType.Of(tensor)?.Name
                ?? throw new NotSupportedException(
                    $"tensor '{name}' is of type {tensor.dtype}, which is not written to safetensors."
                )
        );
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
}
