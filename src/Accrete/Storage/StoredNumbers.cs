using System.Text.Json;

namespace Accrete.Storage;

/// <summary>
/// Passes the numbers that a run counted and measured: none is below 0, shares are at most 1, and no sum of them
/// overflows.
/// </summary>
/// <param name="added">The keys whose numbers are added up somewhere, also those of different documents; null for
/// all.</param>
internal sealed class StoredNumbers(IReadOnlyCollection<string>? added = null)
{
    // These have checks of their own, or may be below 0.
    private static readonly string[] Others = ["plan", "blueprint", "detail", "differences"];

    private readonly Dictionary<string, double> sums = [];

    /// <summary>Looks at all numbers of a document.</summary>
    /// <exception cref="InvalidInputException">Throws if one cannot be; its key is named.</exception>
    public void Check(string text)
    {
        using var document = JsonDocument.Parse(text);
        Check(document.RootElement, "");
    }

    private void Check(JsonElement value, string key)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject().Where(m => !Others.Contains(m.Name)))
                {
                    Check(member.Value, key.Length == 0 ? member.Name : $"{key}.{member.Name}");
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(item, key);
                }

                break;
            case JsonValueKind.Number:
                var number = value.GetDouble();
                if (!(number >= 0) || !(number <= Most(key)) || !(Sum(key, number) < long.MaxValue))
                {
                    throw new InvalidInputException($"{key} is {value.GetRawText()}");
                }

                break;
        }
    }

    // Only what stands under one key is ever added up.
    private double Sum(string key, double number) =>
        added?.Contains(key) == false ? 0 : sums[key] = sums.GetValueOrDefault(key) + number;

    // A loss that grows without bound is computed in float32, and is still a number.
    private static double Most(string key) =>
        key.EndsWith("Accuracy", StringComparison.Ordinal) || key.EndsWith("top5", StringComparison.Ordinal) ? 1
        : key.EndsWith("Loss", StringComparison.Ordinal) ? float.MaxValue
        : Math.BitDecrement((double)long.MaxValue);
}
