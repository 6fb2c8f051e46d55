using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Accrete.Cumulative.Plans;

/// <summary>
/// A plan within another file, read as <c>plan.json</c> is: what it lacks is as it is by default, and its limits are
/// checked.
/// </summary>
/// <remarks>
/// The serializer that is made at build sets properties that a text lacks to 0 and null, not to what they begin with.
/// </remarks>
internal sealed class StoredPlan : JsonConverter<Plan>
{
    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">Throws if a key is unknown, or a value is out of its limits.</exception>
    public override Plan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Recipe.Read(
            JsonNode.Parse(ref reader) as JsonObject ?? throw new JsonException("A plan is a table of keys."),
            "plan"
        );

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Plan value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, PlanJson.Default.Plan);
}
