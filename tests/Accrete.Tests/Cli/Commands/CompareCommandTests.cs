using System.Text.Json;

namespace Accrete.Tests.Cli.Commands;

public sealed class CompareCommandTests : IDisposable
{
    private const string Pruning = """
        [pruning]
        by = "l1"
        threshold = 0.9
        floor = 2
        """;

    private readonly TemporaryFolder folder = new();

    public CompareCommandTests() => TinyTask.Write(folder, Pruning);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void All_arms_are_trained_and_compared()
    {
        var compared = Compare("--seeds", "2", "--json");

        Assert.True(compared.Status == 0, compared.Error);
        var json = JsonDocument.Parse(compared.Output).RootElement;
        var arms = json.GetProperty("arms").EnumerateArray().ToArray();
        Assert.Equal(
            ["cumulative", "scratch", "scratch-equal-compute", "pruned-shape", "paper"],
            arms.Select(a => a.GetProperty("name").GetString())
        );
        Assert.All(arms, a => Assert.Equal(2, a.GetProperty("runs").GetArrayLength()));
        Assert.InRange(json.GetProperty("isoAccuracy").GetProperty("macsRatio").GetDouble(), 0.01, 1);
        Assert.Contains("the compute and", compared.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["compared/comparison.json"]));
        Assert.True(File.Exists(folder["compared/pruned-shape/seed-2/model.safetensors"]));
    }

    [Fact]
    public void One_arm_by_itself_has_a_table_and_no_verdict()
    {
        var compared = Compare("--seeds", "1", "--arms", "scratch");
        Assert.True(compared.Status == 0, compared.Error);
        Assert.Contains("run 1 of 1: scratch, seed 1: ", compared.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Cumulative training", compared.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_were_moved_are_named_anew_and_others_are_refused()
    {
        var first = Compare("--seeds", "1", "--arms", "scratch");
        Assert.True(first.Status == 0, first.Error);
        var trained = File.ReadAllBytes(folder["compared/scratch/seed-1/run.json"]);
        Directory.Move(folder["photos"], folder["moved"]);
        AssertRefused("neither a folder nor", Compare("--seeds", "2", "--arms", "scratch"));

        var second = Compare("--seeds", "2", "--arms", "scratch", "--data", folder["moved"]);
        Assert.True(second.Status == 0, second.Error);
        Assert.Equal(trained, File.ReadAllBytes(folder["compared/scratch/seed-1/run.json"]));
        Assert.True(File.Exists(folder["compared/scratch/seed-2/model.safetensors"]));

        File.Delete(folder["moved/a/00.png"]);
        AssertRefused(
            $"images changed (0 added, 1 gone: a/00.png) since runs in {folder["compared"]} were trained on "
                + "them; make the images again what they were",
            Compare("--data", folder["moved"])
        );
    }

    [Theory]
    [InlineData("arm 'scratsh'", "--arms", "scratsh")]
    [InlineData("--seeds", "--seeds", "0")]
    [InlineData("--seeds 2: from seed 2147483647", "--seeds", "2", "--seed", "2147483647")]
    [InlineData("stages.1.resolution", "--set", "stages.1.resolution=0.1")]
    [InlineData("pruning.by", "--set", "pruning.by=guess")]
    public void Wrong_input_is_named_and_nothing_is_written(string says, params string[] arguments)
    {
        var compared = Compare(arguments);
        Assert.Equal(2, compared.Status);
        Assert.Contains(says, compared.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["compared"]));
    }

    private static void AssertRefused(string says, Invocation invocation)
    {
        Assert.Equal(2, invocation.Status);
        Assert.Contains(says, invocation.Error, StringComparison.Ordinal);
    }

    private Invocation Compare(params string[] more) =>
        Invocation.Of([
            "compare",
            "--recipe",
            folder["recipe.toml"],
            "--out",
            folder["compared"],
            .. more.Contains("--data") ? [] : new[] { "--data", folder["photos"] },
            .. more,
        ]);
}
