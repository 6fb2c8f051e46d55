using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Accrete.Files;

namespace Accrete.Cumulative.Plans;

/// <summary>How plans are written as JSON, and so which keys recipes have.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true
)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(StagePlan))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, Default.Plan);

    /// <summary>The SHA-256 of what decides a run's numbers.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="file">Where it is stored; keys that it lacks there were not known to the version that began the
    /// run, and do not count.</param>
    public static string Identity(Plan plan, string file)
    {
        var node = JsonSerializer.SerializeToNode(plan.AsAsked(), Default.Plan)!;
        if (File.Exists(file))
        {
            KeepKnown(node, JsonNode.Parse(RegularFile.ReadText(file)));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.ToJsonString(Default.Options))));
    }

    private static void KeepKnown(JsonNode? node, JsonNode? known)
    {
        switch (node, known)
        {
            case (JsonObject own, JsonObject there):
                foreach (var key in own.Select(p => p.Key).Except(there.Select(p => p.Key)).ToArray())
                {
                    own.Remove(key);
                }

                foreach (var (key, value) in own)
                {
                    KeepKnown(value, there[key]);
                }

                break;
            case (JsonArray own, JsonArray there):
                foreach (var (one, other) in own.Zip(there))
                {
                    KeepKnown(one, other);
                }

                break;
        }
    }

    /// <summary>
    /// The first key in which two plans differ, but for where the data lie and what budgets came to; null where they
    /// decide the same run.
    /// </summary>
    public static string? FirstDifference(Plan one, Plan other)
    {
        // Images with one SHA-256 are the same ones, wherever they lie.
        var moved =
            one.Data.Sha256 is { Length: > 0 } images
            && images.Equals(other.Data.Sha256, StringComparison.OrdinalIgnoreCase)
                ? other with
                {
                    Data = other.Data with { Set = one.Data.Set },
                }
                : other;
        return FirstDifference(
            JsonSerializer.SerializeToNode(one.AsAsked(), Default.Plan),
            JsonSerializer.SerializeToNode(moved.AsAsked(), Default.Plan),
            ""
        );
    }

    /// <summary>
    /// The value that a plan has for a key, as a recipe would set it: <c>data.flip=true</c>; null where a recipe
    /// cannot, or where it says what the images are.
    /// </summary>
    public static string? Setting(Plan plan, string key)
    {
        JsonNode? at = JsonSerializer.SerializeToNode(plan, Default.Plan);
        foreach (var part in key.Split('.'))
        {
            at = at is JsonArray list ? list[int.Parse(part, CultureInfo.InvariantCulture) - 1] : at?[part];
        }

        return key is not ("data.set" or "data.sha256") && at is JsonValue value ? $"{key}={value}" : null;
    }

    private static string? FirstDifference(JsonNode? one, JsonNode? other, string path) =>
        (one, other) switch
        {
            (JsonObject a, JsonObject b) => a.Select(p =>
                    FirstDifference(p.Value, b[p.Key], path.Length == 0 ? p.Key : $"{path}.{p.Key}")
                )
                .FirstOrDefault(d => d is not null),
            (JsonArray a, JsonArray b) when a.Count == b.Count => a.Select(
                    (v, i) => FirstDifference(v, b[i], $"{path}.{i + 1}")
                )
                .FirstOrDefault(d => d is not null),
            _ => JsonNode.DeepEquals(one, other) ? null : path,
        };
}
