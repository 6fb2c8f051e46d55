using System.Text.Json;

namespace Accrete.Files.Tensors;

/// <summary>
/// Reads the JSON of a safetensors header from its first byte to its last, keeping only what it is asked for.
/// </summary>
internal ref struct SafeTensorsJson
{
    private const int MostAxes = 16;

    private readonly Dictionary<string, SafeTensorsEntry> entries = [];
    private Dictionary<string, string>? metadata;
    private Utf8JsonReader reader;

    private SafeTensorsJson(ReadOnlySpan<byte> header) => reader = new Utf8JsonReader(header);

    /// <summary>The tensors in the order of their places, and texts by name.</summary>
    /// <param name="header">The text.</param>
    /// <param name="metadataKey">The key of the texts among the names of tensors.</param>
    /// <param name="mostTensors">More are refused.</param>
    /// <param name="mostTexts">The same for texts.</param>
    /// <exception cref="FormatException">Throws if it is not what safetensors says.</exception>
    /// <exception cref="JsonException">Throws if it is no JSON.</exception>
    /// <exception cref="InvalidOperationException">Throws if a value is of another kind than it should be.</exception>
    public static (SafeTensorsEntry[] Entries, Dictionary<string, string> Metadata) Read(
        ReadOnlySpan<byte> header,
        string metadataKey,
        int mostTensors,
        int mostTexts
    )
    {
        var json = new SafeTensorsJson(header);
        json.Expect(JsonTokenType.StartObject);
        while (json.NextName() is { } name)
        {
            if (name == metadataKey)
            {
                json.ReadMetadata(mostTexts);
            }
            else
            {
                json.ReadEntry(name, mostTensors);
            }
        }

        // What follows is an error of the reader.
        _ = json.reader.Read();
        return ([.. json.entries.Values.OrderBy(e => e.Begin).ThenBy(e => e.End)], json.metadata ?? []);
    }

    private void ReadMetadata(int most)
    {
        Expect(JsonTokenType.StartObject);
        var texts = metadata is null ? metadata = [] : throw new FormatException("its metadata is there twice");
        while (NextName() is { } name)
        {
            Expect(JsonTokenType.String);
            if (texts.Count == most || !texts.TryAdd(name, reader.GetString()!))
            {
                throw new FormatException(
                    texts.Count == most
                        ? $"its metadata has more than {most} texts"
                        : $"its metadata has '{GivenText.Shown(name)}' twice"
                );
            }
        }
    }

    private void ReadEntry(string name, int most)
    {
        Expect(JsonTokenType.StartObject);
        (SafeTensorsType? type, long[]? shape, long[]? offsets) = (null, null, null);
        while (NextName() is { } key)
        {
            switch (key)
            {
                case "dtype":
                    Expect(JsonTokenType.String);
                    var given = reader.GetString()!;
                    type =
                        SafeTensorsType.Find(given)
                        ?? throw new FormatException($"tensor '{name}' is of type {GivenText.Shown(given)}");
                    break;
                case "shape":
                    shape = Numbers(MostAxes);
                    break;
                case "data_offsets":
                    offsets = Numbers(2);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is not [var begin, var end])
        {
            throw new FormatException($"tensor '{name}' lacks a type, a shape or its two places");
        }

        if (entries.Count == most || !entries.TryAdd(name, new SafeTensorsEntry(name, type, shape, begin, end)))
        {
            throw new FormatException(
                entries.Count == most ? $"it names more than {most} tensors" : $"tensor '{name}' is there twice"
            );
        }
    }

    private long[] Numbers(int most)
    {
        var numbers = new List<long>();
        Expect(JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(
                numbers.Count < most && reader.TryGetInt64(out var number)
                    ? number
                    : throw new FormatException($"an array has more than {most} numbers, or one that is not whole")
            );
        }

        return [.. numbers];
    }

    private string? NextName() =>
        reader.Read() && reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null;

    private void Expect(JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new FormatException(
                $"{reader.TokenType} where {type} should be, at byte {reader.TokenStartIndex} of its header"
            );
        }
    }
}
