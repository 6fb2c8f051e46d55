using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accrete.Reports;

/// <summary>Rows of numbers and texts as CSV (RFC 4180), with the names and numbers that they have as JSON.</summary>
internal static class CsvText
{
    private const string LineEnd = "\r\n";

    /// <summary>A table: a first line with the names, and a line for each row.</summary>
    /// <param name="names">The columns, in order.</param>
    /// <param name="rows">Values by name; one that is null or not there is an empty field.</param>
    public static string Of(IReadOnlyList<string> names, IEnumerable<JsonObject> rows)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', names.Select(Field)).Append(LineEnd);
        foreach (var row in rows)
        {
            text.AppendJoin(',', names.Select(n => Field(row[n]))).Append(LineEnd);
        }

        return text.ToString();
    }

    private static string Field(JsonNode? value) =>
        value switch
        {
            null => "",
            _ when value.GetValueKind() == JsonValueKind.String => Field(value.GetValue<string>()),
            _ => value.ToJsonString(),
        };

    private static string Field(string text) =>
        text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
