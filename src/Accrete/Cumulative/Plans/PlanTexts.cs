using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accrete.Cumulative.Plans;

/// <summary>Checks every text of a recipe before it becomes a path or a name.</summary>
internal static class PlanTexts
{
    /// <summary>Passes JSON whose texts, keys included, can all be paths or names.</summary>
    /// <param name="node">The JSON.</param>
    /// <param name="source">What to call it in an error.</param>
    /// <param name="key">The key that it is the value of; empty for the whole.</param>
    /// <exception cref="InvalidInputException">Throws if one cannot; its key is named.</exception>
    public static void Check(JsonNode? node, string source, string key = "")
    {
        try
        {
            CheckEach(node, source, key);
        }
        // What reads JSON says so of an escape that is half of a pair.
        catch (InvalidOperationException e)
        {
            throw new InvalidInputException(
                $"{source}: a text holds half of a surrogate pair, which is no character; write it whole.",
                e
            );
        }
    }

    private static void CheckEach(JsonNode? node, string source, string key)
    {
        switch (node)
        {
            case JsonObject table:
                foreach (var (name, value) in table)
                {
                    Require(name, source, key.Length == 0 ? "a key" : $"a key of {key}");
                    CheckEach(value, source, key.Length == 0 ? name : $"{key}.{name}");
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    CheckEach(list[i], source, $"{key}.{i + 1}");
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Require(value.GetValue<string>(), source, key);
                break;
        }
    }

    private static void Require(string text, string source, string key)
    {
        if (GivenText.Flaw(text) is { } flaw)
        {
            throw new InvalidInputException(
                $"{source}: {GivenText.Shown(key)} is '{GivenText.Shown(text)}', which {flaw}; give another text."
            );
        }
    }
}
