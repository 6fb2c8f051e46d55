using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Accrete.Blueprints;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests;

/// <summary>
/// Everything that is read as JSON, with one value after the other replaced or taken out: it is read, or the error is a
/// declared one.
/// </summary>
public sealed class CheckedJsonTests : TinyRunTests
{
    private const string Place = "the place of the value";

    private static readonly string[] Others =
    [
        "null",
        "true",
        "-1",
        "1e300",
        "\"\"",
        "\"\\ud800\"",
        "[]",
        "[null]",
        "{}",
        """{"a":null}""",
    ];

    [Fact]
    public void A_run_and_what_is_made_of_it()
    {
        var outcome = TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        var metrics = StoredRun.ReadMetrics(Folder["run"]);
        var evaluation = new Accrete.Inference.Evaluation(1, 2, 0.5, 1);
        Try(outcome, RunJson.Default.RunOutcome);
        Try(metrics[0], MetricsJson.Default.MetricsLine);
        Try(
            new RunPosition(Grown: true, 1, default, default, evaluation, [], outcome.Stages, outcome.Ledger),
            RunJson.Default.RunPosition
        );
        Try(new WorkMark(outcome.Ledger[0], outcome.Ledger[1]), RunJson.Default.WorkMark);
        Try(
            new ComparisonOutcome(
                1,
                outcome.Plan,
                outcome.Dataset,
                [ArmOutcome.Of("cumulative", [ComparedRun.Of(outcome, metrics)])],
                null
            ),
            ComparisonJson.Default.ComparisonOutcome
        );
    }

    [Fact]
    public void A_plan_within_an_outcome_may_lack_keys_that_older_versions_did_not_know()
    {
        TinyRuns.Run(Folder["run"], TinyRuns.Plan(), Data);
        var outcome = JsonNode.Parse(File.ReadAllText(Folder["run/run.json"]))!;
        foreach (var key in new[] { "pruning", "energy", "evaluation" })
        {
            outcome["plan"]!.AsObject().Remove(key);
        }

        outcome["plan"]!["data"]!.AsObject().Remove("dropUntil");
        Folder.Write("run/run.json", outcome.ToJsonString());

        var plan = StoredRun.ReadOutcome(Folder["run"])!.Plan;

        Assert.Equal(new PruningSettings(), plan.Pruning);
        Assert.Equal(new DataPlan().DropUntil, plan.Data.DropUntil);
        outcome["plan"]!["seed"] = -1;
        Folder.Write("run/run.json", outcome.ToJsonString());
        Assert.Contains(
            "seed is -1",
            Assert.Throws<InvalidInputException>(() => StoredRun.ReadOutcome(Folder["run"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_models_and_caches_hold()
    {
        var blueprint = Architectures.Find("resnet20").Build(new ImageShape(3, 16, 16), 4, 0.25);
        Try(blueprint, BlueprintJsonContext.Default.Blueprint);
        Try(new Preprocessing(blueprint.Input, [0.5f], [1]), RunJson.Default.Preprocessing);
        Try<IReadOnlyList<string>>(["a", "b"], RunJson.Default.IReadOnlyListString);
        Try(new CacheHeader(blueprint.Input, 1, 2, ["a"], "abc"), CacheJson.Default.CacheHeader);
    }

    [Theory]
    [InlineData("""["a",null]""", "$[1] is null")]
    [InlineData("null", "it is null")]
    [InlineData("", "does not contain any JSON")]
    [InlineData("""["\ud800"]""", "Path: $[0]")]
    public void The_reason_is_one_line(string text, string says)
    {
        var e = Assert.Throws<JsonException>(() => CheckedJson.Read(text, RunJson.Default.IReadOnlyListString));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private static void Try<T>(T value, JsonTypeInfo<T> type)
        where T : class
    {
        var text = JsonSerializer.Serialize(value, type);
        Assert.Equal(text, JsonSerializer.Serialize(CheckedJson.Read(text, type), type));
        foreach (var changed in Changed(JsonNode.Parse(text)!))
        {
            try
            {
                CheckedJson.Read(changed, type);
            }
            catch (Exception e) when (e is JsonException or InvalidInputException)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    private static IEnumerable<string> Changed(JsonNode root)
    {
        foreach (var (put, back) in Places(root))
        {
            put(Place);
            var text = root.ToJsonString();
            foreach (var other in Others)
            {
                yield return text.Replace($"\"{Place}\"", other, StringComparison.Ordinal);
            }

            put(null);
            yield return root.ToJsonString();
            back();
        }
    }

    // How each value is replaced (a null takes a member out), and how it is put back.
    private static IEnumerable<(Action<string?> Put, Action Back)> Places(JsonNode node)
    {
        if (node is JsonObject table)
        {
            foreach (var (key, value) in table.ToArray())
            {
                yield return (
                    other =>
                    {
                        table.Remove(key);
                        if (other is not null)
                        {
                            table.Add(key, other);
                        }
                    },
                    () =>
                    {
                        table.Remove(key);
                        table.Add(key, value);
                    }
                );
                foreach (var inner in value is null ? [] : Places(value))
                {
                    yield return inner;
                }
            }
        }
        else if (node is JsonArray list)
        {
            for (var i = 0; i < list.Count; i++)
            {
                var (at, value) = (i, list[i]);
                yield return (other => list[at] = other, () => list[at] = value);
                foreach (var inner in value is null ? [] : Places(value))
                {
                    yield return inner;
                }
            }
        }
    }
}
