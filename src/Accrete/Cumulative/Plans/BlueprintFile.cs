using System.Text.Json;
using System.Text.Json.Nodes;
using Accrete.Blueprints;

namespace Accrete.Cumulative.Plans;

/// <summary>Puts what is in the blueprint file that a recipe names into the recipe's place.</summary>
internal static class BlueprintFile
{
    /// <summary>The key that names it.</summary>
    public const string Key = "network.blueprint";

    /// <summary>Reads the file into the plan, where it names one.</summary>
    /// <param name="plan">The plan as JSON, of which the key holds a path, a blueprint, or nothing.</param>
    /// <exception cref="InvalidInputException">Throws if the file is not there, or holds no blueprint.</exception>
    public static void Embed(JsonObject plan)
    {
        var network = plan["network"]!.AsObject();
        if (network["blueprint"] is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
        {
            return;
        }

        // An empty path takes back what a recipe or a stored plan says.
        var path = value.GetValue<string>();
        var blueprint = path.Length == 0 ? null : Read(path);
        network["blueprint"] = blueprint is null ? null : JsonNode.Parse(BlueprintJson.Write(blueprint));
        if (blueprint is not null)
        {
            network["name"] = blueprint.Name;
        }
    }

    private static Blueprint Read(string path) =>
        File.Exists(path)
            ? BlueprintJson.ReadFile(path)
            : throw new InvalidInputException(
                $"{Key}: {GivenText.Shown(path)}: there is no such file; name a blueprint (.json)."
            );
}
