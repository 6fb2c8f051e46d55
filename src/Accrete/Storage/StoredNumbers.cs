using System.Text.Json;

namespace Accrete.Storage;

/// <summary>Passes the numbers that a run counted and measured: none is below 0, shares are at most 1, and no sum of them overflows.</summary>
internal static class StoredNumbers
{
    // These have checks of their own.
    private static readonly string[] Others = ["plan", "blueprint", "detail"];

    /// <summary>Looks at all numbers of a document.</summary>
    /// <exception cref="InvalidInputException">One cannot be; its key is named.</exception>
    public static void Check(string text)
    {
        using var document = JsonDocument.Parse(text);
        Check(document.RootElement, "", []);
    }

    private static void Check(JsonElement value, string key, Dictionary<string, double> sums)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject().Where(m => !Others.Contains(m.Name)))
                {
                    Check(member.Value, key.Length == 0 ? member.Name : $"{key}.{member.Name}", sums);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Check(item, key, sums);
                }

                break;
            case JsonValueKind.Number:
                var number = value.GetDouble();
                // Only what stands under one key is ever added up.
                var sum = sums[key] = sums.GetValueOrDefault(key) + number;
                if (!(number >= 0) || !(sum < long.MaxValue) || (number > 1 && IsShare(key)))
                {
                    throw new InvalidInputException($"{key} is {value.GetRawText()}");
                }

                break;
        }
    }

    private static bool IsShare(string key) => key.EndsWith("Accuracy", StringComparison.Ordinal) || key.EndsWith("top5", StringComparison.Ordinal);
}
