using System.Text.Json;
using System.Text.Json.Serialization;
using Accrete.Blueprints;

namespace Accrete.Cumulative.Plans;

/// <summary>Writes a blueprint into a plan as it is written into a file of its own, on one line.</summary>
internal sealed class EmbeddedBlueprint : JsonConverter<Blueprint>
{
    /// <inheritdoc/>
    /// <exception cref="InvalidInputException">Throws if it is no blueprint, or its layers do not fit
    /// together.</exception>
    public override Blueprint? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return BlueprintJson.Read(json.RootElement.GetRawText(), BlueprintFile.Key);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Blueprint value, JsonSerializerOptions options) =>
        writer.WriteRawValue(BlueprintJson.Write(value));
}
