using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Accrete.Files;

namespace Accrete.Fuzz.Mutations;

/// <summary>
/// Changes a safetensors file: its header, the JSON in its metadata, its numbers; lengths and sums are repaired, so
/// that readers go on to what was changed.
/// </summary>
internal static class SafeTensorsFile
{
    private const string MetadataKey = "__metadata__";

    public static IReadOnlyList<Mutation> All { get; } = [Header, Metadata, Metadata, Metadata, Text, Tensor, Numbers];

    /// <summary>
    /// A file as it is, and as it was before files held a sum of their bytes: in that one a change is looked at.
    /// </summary>
    public static IEnumerable<byte[]> WithAndWithoutSum(byte[] file)
    {
        var (header, data) = Parsed(file)!.Value;
        header[MetadataKey]!.AsObject().Remove(FileSum.Key);
        var older = Joined(JsonSerializer.SerializeToUtf8Bytes(header), data);
        return [older, older, file];
    }

    private static byte[] Header(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Divided(input) is not var (header, data)
            ? Bytes.Any(input, random, others)
            : Joined(
                Json.Any(
                    header,
                    random,
                    [Divided(others[random.Next(others.Count)]) is var (other, _) ? other : header]
                ),
                data
            );

    // A text of the metadata that is itself JSON.
    private static byte[] Metadata(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Edited(
            input,
            random,
            others,
            (metadata, keys) =>
            {
                string[] json = [.. keys.Where(k => Value(metadata, k) is ['{' or '[', ..])];
                var key = json.Length > 0 ? json[random.Next(json.Length)] : keys[0];
                var same = Parsed(others[random.Next(others.Count)]) is var (header, _)
                    ? Value(header[MetadataKey] as JsonObject, key)
                    : null;
                metadata[key] = Encoding.UTF8.GetString(
                    Json.Any(
                        Encoding.UTF8.GetBytes(Value(metadata, key) ?? ""),
                        random,
                        [Encoding.UTF8.GetBytes(same ?? "{}")]
                    )
                );
            }
        );

    private static byte[] Text(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Edited(
            input,
            random,
            others,
            (metadata, keys) =>
            {
                var (key, other) = (keys[random.Next(keys.Length)], keys[random.Next(keys.Length)]);
                string[] texts =
                [
                    "",
                    "null",
                    "0",
                    "-1",
                    "2",
                    "1e309",
                    "[]",
                    "{}",
                    "[null]",
                    Value(metadata, other) ?? "",
                    new string('[', 10_000),
                ];
                if (random.Next(4) == 0)
                {
                    metadata.Remove(key);
                }
                else
                {
                    metadata[key] = texts[random.Next(texts.Length)];
                }
            }
        );

    // A tensor less, another shape or type, or another name, with everything behind it where it should be.
    private static byte[] Tensor(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        if (Parsed(input) is not var (header, data))
        {
            return Bytes.Any(input, random, others);
        }

        var places = header
            .Where(p => p.Key != MetadataKey && p.Value is JsonObject)
            .Select(p => (p.Key, Entry: p.Value!.AsObject()))
            .ToArray();
        if (places.Length == 0)
        {
            return input;
        }

        try
        {
            var (name, entry) = places[random.Next(places.Length)];
            var (begin, end) = (
                entry["data_offsets"]![0]!.GetValue<long>(),
                entry["data_offsets"]![1]!.GetValue<long>()
            );
            switch (random.Next(5))
            {
                case 0:
                    header.Remove(name);
                    data = [.. data[..(int)begin], .. data[(int)end..]];
                    Shift(header, begin, end - begin);
                    break;
                case 1:
                    header.Remove(name);
                    header[places[random.Next(places.Length)].Key + "x"] = entry;
                    break;
                case 2:
                    entry["shape"] = new JsonArray(1, (end - begin) / 4);
                    break;
                case 3:
                    entry["shape"] = new JsonArray(
                        (end - begin) / (entry["dtype"]!.GetValue<string>() is "F32" ? 8 : 4)
                    );
                    entry["dtype"] = entry["dtype"]!.GetValue<string>() is "F32" ? "I64" : "F32";
                    break;
                default:
                    header[name] = places[random.Next(places.Length)].Entry.DeepClone();
                    break;
            }
        }
        catch (Exception e)
            when (e is InvalidOperationException or ArgumentException or NullReferenceException or FormatException)
        {
            return Bytes.Any(input, random, others);
        }

        return Joined(JsonSerializer.SerializeToUtf8Bytes(header), data);
    }

    private static byte[] Numbers(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Divided(input) is not var (header, data)
            ? Bytes.Any(input, random, others)
            : Joined(
                header,
                data.Length < 8 ? data
                    : random.Next(2) == 0 ? Bytes.Number(data, random, others)
                    : Bytes.Set(data, random, others)
            );

    private static byte[] Edited(
        byte[] input,
        Random random,
        IReadOnlyList<byte[]> others,
        Action<JsonObject, string[]> edit
    )
    {
        if (Parsed(input) is not var (header, data) || header[MetadataKey] is not JsonObject { Count: > 0 } metadata)
        {
            return Bytes.Any(input, random, others);
        }

        edit(metadata, [.. metadata.Select(m => m.Key)]);
        return Joined(JsonSerializer.SerializeToUtf8Bytes(header), data);
    }

    private static void Shift(JsonObject header, long behind, long by)
    {
        foreach (
            var offsets in header
                .Where(p => p.Key != MetadataKey)
                .Select(p => p.Value?["data_offsets"])
                .OfType<JsonArray>()
        )
        {
            for (var i = 0; i < 2; i++)
            {
                var at = offsets[i]!.GetValue<long>();
                offsets[i] = at > behind ? at - by : at;
            }
        }
    }

    private static string? Value(JsonObject? metadata, string key) =>
        metadata?[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static (JsonObject Header, byte[] Data)? Parsed(byte[] input)
    {
        try
        {
            return
                Divided(input) is var (header, data) && JsonNode.Parse(header) is JsonObject parsed && parsed.Count >= 0
                ? (parsed, data)
                : null;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (byte[] Header, byte[] Data)? Divided(byte[] input)
    {
        var length = input.Length < 8 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(input);
        return length > 0 && length <= input.Length - 8
            ? (input[8..(8 + (int)length)], input[(8 + (int)length)..])
            : null;
    }

    private static byte[] Joined(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
