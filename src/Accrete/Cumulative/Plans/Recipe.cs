using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Accrete.Files;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace Accrete.Cumulative.Plans;

/// <summary>
/// Makes plans from recipes. A recipe is a TOML file (or a run's plan.json) that says only what differs from the
/// default values of <see cref="Plan"/>; single keys can be set by <c>key=value</c>.
/// </summary>
public static partial class Recipe
{
    /// <summary>The name of the recipe for data sets that have no recipe of their own.</summary>
    public const string DefaultName = "default";

    /// <summary>The name of the recipe for networks that are given as a blueprint.</summary>
    public const string OwnNetworkName = "own-network";

    private const string StagesKey = "stages";
    private const string BudgetKey = "budget";
    private const string StepsKey = "steps";

    // Ours have one kilobyte, and a plan.json may hold a blueprint of ten thousand layers.
    private const int LargestToml = 256 << 10;
    private const int LargestJson = 16 << 20;
    private const int LongestSetting = 64 << 10;

    /// <summary>Gets the names of the recipes that come with Accrete.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly
            .GetExecutingAssembly()
            .GetManifestResourceNames()
            .Where(n => n.EndsWith(".toml", StringComparison.Ordinal))
            .Select(n => n[..^5])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>
    /// Gets the name of the recipe for a data set: its own recipe if there is one, otherwise the default recipe.
    /// </summary>
    public static string For(string? set) => set is not null && Names.Contains(set) ? set : DefaultName;

    /// <summary>Makes the plan of a recipe.</summary>
    /// <param name="nameOrPath">A recipe that comes with Accrete, a TOML file, or a plan.json.</param>
    /// <param name="settings">Settings that replace those of the recipe, such as <c>optimiser.rate=0.05</c> or
    /// <c>stages.2.epochs=3</c>.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if the recipe cannot be read, if a key is unknown, or if a value is out of its range.
    /// </exception>
    public static Plan Read(string nameOrPath, IEnumerable<string>? settings = null)
    {
        var plan = JsonSerializer.SerializeToNode(new Plan(), PlanJson.Default.Plan)!.AsObject();
        var recipe = Parse(nameOrPath);
        PlanTexts.Check(recipe, nameOrPath);
        Overlay(plan, recipe, "", nameOrPath);
        foreach (var setting in settings ?? [])
        {
            Set(plan, setting);
        }

        return Bind(plan, nameOrPath);
    }

    /// <summary>
    /// The plan that stands in another file, such as in a <c>run.json</c>: like one of its own it may lack keys that
    /// older versions did not know.
    /// </summary>
    /// <param name="stored">The plan as JSON.</param>
    /// <param name="source">What to call it in an error.</param>
    /// <exception cref="InvalidInputException">Throws if a key is unknown, or a value is out of its limits.</exception>
    internal static Plan Read(JsonObject stored, string source)
    {
        var plan = JsonSerializer.SerializeToNode(new Plan(), PlanJson.Default.Plan)!.AsObject();
        PlanTexts.Check(stored, source);
        Overlay(plan, stored, "", source);
        return Bind(plan, source);
    }

    private static Plan Bind(JsonObject plan, string source)
    {
        BlueprintFile.Embed(plan);
        try
        {
            var bound = plan.Deserialize(PlanJson.Default.Plan)!;
            PlanLimits.Check(bound, source);
            return bound;
        }
        catch (InvalidInputException e) when (e.Message.StartsWith(BlueprintFile.Key, StringComparison.Ordinal))
        {
            throw new InvalidInputException($"{source}: {e.Message}", e);
        }
        catch (JsonException e)
        {
            var key = e.Path is { Length: > 2 } path ? KeyAt(path[2..]) : "the plan";
            if (NumberAt(plan, key) is { } number && PlanLimits.Wanted(key) is { } wanted)
            {
                throw new InvalidInputException(
                    $"{source}: {key} is {GivenText.Shown(number)}, but must be {wanted}.",
                    e
                );
            }

            throw new InvalidInputException(
                $"{source}: {key} has a value of the wrong kind{Meaning(key)}; "
                    + $"'{CommandHint.Of("plan", "--json")}' shows one of the right kind.",
                e
            );
        }
        catch (InvalidOperationException e)
        {
            // Deeper than JSON is written.
            throw new InvalidInputException(
                $"{source}: a value has lists or tables in each other, deeper than any of a plan; "
                    + $"'{CommandHint.Of("plan", "--json")}' shows what there can be.",
                e
            );
        }
    }

    // A number that its key's type does not hold; TOML has none as large as to be a text here.
    private static string? NumberAt(JsonObject plan, string key) =>
        key.Split('.').Aggregate((JsonNode?)plan, Child) is JsonValue value
        && value.GetValueKind() is JsonValueKind.Number or JsonValueKind.String
        && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? value.ToString()
            : null;

    // JSON counts stages[0], stages[1]; people count stages.1, stages.2.
    private static string KeyAt(string path) =>
        ListPlace().Replace(path, m => $".{int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture) + 1}");

    [GeneratedRegex(@"\[(\d{1,9})\]")]
    private static partial Regex ListPlace();

    private static string Meaning(string key) =>
        PlanKeys.All.FirstOrDefault(k => k.Key == Digits().Replace(key, ".N.")) is { } known
            ? $" ({known.Meaning})"
            : "";

    [GeneratedRegex(@"\.[0-9]+\.")]
    private static partial Regex Digits();

    private static JsonObject Parse(string nameOrPath)
    {
        using var embedded = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{nameOrPath}.toml");
        if (embedded is null && !File.Exists(nameOrPath))
        {
            throw new InvalidInputException(
                $"recipe '{nameOrPath}': there is no such file or recipe{NearestName.Hint(nameOrPath, Names)}; "
                    + $"there are {string.Join(", ", Names)}."
            );
        }

        var json = nameOrPath.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
        var text = Text(nameOrPath, embedded, json);
        try
        {
            return json
                ? (
                    JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })
                    ?? throw new JsonException("it is null.")
                ).AsObject()
                : ToJson(ParseToml(text, nameOrPath));
        }
        catch (Exception e)
            when (e
                    is TomlException
                        or JsonException
                        or ArgumentException
                        or InvalidOperationException
                        or NullReferenceException
            )
        {
            throw new InvalidInputException(
                $"{nameOrPath}: cannot be read as a recipe: {GivenText.Shown(e.Message)}",
                e
            );
        }
    }

    private static string Text(string path, Stream? embedded, bool json)
    {
        if (embedded is null)
        {
            return GivenFile.ReadText(path, json ? LargestJson : LargestToml, "a recipe");
        }

        using var reader = new StreamReader(embedded);
        return reader.ReadToEnd();
    }

    // The serializer lets the last of two equal keys win without a word; the validating parser does not. It takes time
    // by the depth of tables, which the serializer bounds, and so comes second.
    private static TomlTable ParseToml(string text, string source)
    {
        var table = TomlSerializer.Deserialize<TomlTable>(text)!;
        SyntaxParser.ParseStrict(text, source, validate: true);
        return table;
    }

    private static void Overlay(JsonObject plan, JsonObject recipe, string path, string source)
    {
        foreach (var (key, value) in recipe)
        {
            var full = path + key;
            if (!plan.ContainsKey(key))
            {
                throw UnknownKey(full, source);
            }

            if (full == StagesKey && value is JsonArray stages)
            {
                plan[key] = Stages(stages, source);
            }
            else if (plan[key] is JsonObject part)
            {
                Overlay(
                    part,
                    value as JsonObject
                        ?? throw new InvalidInputException($"{source}: {full} is a table of keys, not a value."),
                    $"{full}.",
                    source
                );
            }
            else
            {
                plan[key] = value?.DeepClone();
            }
        }
    }

    private static JsonArray Stages(JsonArray recipe, string source)
    {
        var stages = new JsonArray();
        foreach (var item in recipe)
        {
            var stage = FreshStage();
            Overlay(
                stage,
                item as JsonObject ?? throw new InvalidInputException($"{source}: stages are tables: [[stages]]."),
                $"{StagesKey}.{stages.Count + 1}.",
                source
            );
            stages.Add(stage);
        }

        return stages;
    }

    private static JsonObject FreshStage() =>
        JsonSerializer.SerializeToNode(new StagePlan(), PlanJson.Default.StagePlan)!.AsObject();

    private static void Set(JsonObject plan, string setting)
    {
        var (key, text) = setting.Split('=', 2) is [var left, var right]
            ? (left.Trim(), right.Trim())
            : throw new InvalidInputException($"--set {GivenText.Shown(setting)}: must have the form key=value.");
        if (key.Length > GivenText.Longest || text.Length > LongestSetting)
        {
            throw new InvalidInputException(
                $"--set {GivenText.Shown(setting)}: is longer than any value; put it into a recipe."
            );
        }

        JsonNode? at = plan;
        var parts = key.Split('.');
        foreach (var part in parts[..^1])
        {
            at = Child(at, part) ?? throw UnknownKey(key, "--set");
        }

        if (
            at is JsonObject target
            && target.ContainsKey(parts[^1])
            && key != StagesKey
            && (key == BlueprintFile.Key || target[parts[^1]] is not JsonObject)
        )
        {
            target[parts[^1]] = Value(text);
            PlanTexts.Check(target[parts[^1]], "--set", key);
            if (key == BudgetKey)
            {
                // What another budget came to is not what this one leaves room for.
                ForgetSteps(plan);
            }
        }
        else
        {
            throw UnknownKey(key, "--set");
        }
    }

    private static void ForgetSteps(JsonObject plan)
    {
        foreach (var stage in plan[StagesKey]!.AsArray())
        {
            stage!.AsObject()[StepsKey] = null;
        }
    }

    private static JsonNode? Child(JsonNode? node, string part) =>
        node switch
        {
            JsonObject table => table[part],
            JsonArray list when int.TryParse(part, out var number) && number >= 1 && number <= list.Count => list[
                number - 1
            ],
            _ => null,
        };

    // A value is TOML; what is none, such as a path, is a text.
    private static JsonNode? Value(string text)
    {
        try
        {
            if (ToJson(TomlSerializer.Deserialize<TomlTable>($"value = {text}")!) is { Count: 1 } table)
            {
                return table["value"]!.DeepClone();
            }
        }
        // Of an escape that is no character the parser says so in its own way.
        catch (Exception e) when (e is TomlException or ArgumentException) { }

        return JsonValue.Create(text);
    }

    private static InvalidInputException UnknownKey(string key, string source) =>
        new(
            $"{source}: the key '{GivenText.Shown(key)}' is not "
                + $"known{NearestName.Hint(key, PlanKeys.All.Select(k => k.Key))}; "
                + $"'{CommandHint.Of("plan", "--keys")}' lists them."
        );

    private static JsonObject ToJson(TomlTable table) =>
        new(table.Select(p => KeyValuePair.Create(p.Key, ToJson(p.Value))));

    private static JsonNode? ToJson(object? value) =>
        value switch
        {
            TomlTable table => ToJson(table),
            TomlTableArray tables => new JsonArray([.. tables.Select(t => (JsonNode?)ToJson(t))]),
            TomlArray array => new JsonArray([.. array.Select(ToJson)]),
            string text => JsonValue.Create(text),
            bool flag => JsonValue.Create(flag),
            long number => JsonValue.Create(number),
            // JSON has no such numbers; as a text it is of the wrong kind wherever a number is wanted.
            double number when double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(FormattableString.Invariant($"{value}")),
        };
}
