using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Accrete.Cumulative.Plans;

/// <summary>How plans are written as JSON, and so which keys recipes have.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Plan))]
[JsonSerializable(typeof(StagePlan))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static string Write(Plan plan) => JsonSerializer.Serialize(plan, Default.Plan);

    /// <summary>The first key in which two plans differ, but for where the data lie and what budgets came to; null where they decide the same run.</summary>
    public static string? FirstDifference(Plan one, Plan other) => FirstDifference(
        JsonSerializer.SerializeToNode(one.AsAsked(), Default.Plan), JsonSerializer.SerializeToNode(other.AsAsked(), Default.Plan), "");

    private static string? FirstDifference(JsonNode? one, JsonNode? other, string path) => (one, other) switch
    {
        (JsonObject a, JsonObject b) => a.Select(p => FirstDifference(p.Value, b[p.Key], path.Length == 0 ? p.Key : $"{path}.{p.Key}")).FirstOrDefault(d => d is not null),
        (JsonArray a, JsonArray b) when a.Count == b.Count => a.Select((v, i) => FirstDifference(v, b[i], $"{path}.{i + 1}")).FirstOrDefault(d => d is not null),
        _ => JsonNode.DeepEquals(one, other) ? null : path,
    };
}
