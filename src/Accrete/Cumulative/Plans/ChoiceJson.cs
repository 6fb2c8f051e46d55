using System.Text.Json;
using System.Text.Json.Serialization;

namespace Accrete.Cumulative.Plans;

/// <summary>
/// A choice as it is written: <c>true</c>, <c>false</c>, or <c>"auto"</c> where it is left to what is at hand.
/// </summary>
internal sealed class ChoiceJson : JsonConverter<bool?>
{
    private const string Auto = "auto";

    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.Null => null,
            JsonTokenType.String when reader.ValueTextEquals(Auto) => null,
            _ => throw new JsonException("It must be true, false or \"auto\"."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } chosen)
        {
            writer.WriteBooleanValue(chosen);
        }
        else
        {
            writer.WriteStringValue(Auto);
        }
    }
}
