using System.Text.Json;
using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>Budgets as they are written: a text.</summary>
internal sealed class BudgetJson : JsonConverter<Budget>
{
    /// <inheritdoc/>
    public override Budget? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? Budget.Parse(reader.GetString()!)
            : throw new JsonException("A budget is a text.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Budget value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Stored());
}
