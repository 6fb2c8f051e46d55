using System.Text.Json;
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
}
