using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accrete.Cumulative.Plans;

/// <summary>The keys that recipes can set.</summary>
internal static class PlanKeys
{
    /// <summary>All of them, in the order of a plan.</summary>
    public static IReadOnlyList<PlanKey> All { get; } =
    [
        .. Of(typeof(Plan), JsonSerializer.SerializeToNode(new Plan(), PlanJson.Default.Plan)!, ""),
        .. Of(
            typeof(StagePlan),
            JsonSerializer.SerializeToNode(new StagePlan(), PlanJson.Default.StagePlan)!,
            "stages.N."
        ),
    ];

    private static IEnumerable<PlanKey> Of(Type type, JsonNode defaults, string path) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property =>
            {
                var key = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                return defaults[key] switch
                {
                    JsonObject part => Of(property.PropertyType, part, $"{path}{key}."),
                    JsonArray => [],
                    var value =>
                    [
                        new PlanKey(
                            path + key,
                            property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "",
                            Shown(value)
                        ),
                    ],
                };
            });

    // A sum of two numbers may differ from the number that people write in its last digit.
    private static string Shown(JsonNode? value) =>
        value is JsonValue number && number.TryGetValue<double>(out var real)
            ? real.ToString("G15", CultureInfo.InvariantCulture)
            : value?.ToString() ?? "";
}
