using System.Text.RegularExpressions;
using Accrete.Blueprints;
using Accrete.Cumulative.Plans;
using Accrete.Interchange;
using Accrete.Storage;
using Microsoft.ML.OnnxRuntime;

namespace Accrete.Tests.Repository.Documented;

/// <summary>Every block of code and settings in README and docs/ is compiled, run or read.</summary>
public sealed partial class DocumentedSnippetsTests
{
    private static readonly string[] Tried = ["sh", "csharp", "toml", "json", "python", ""];

    public static TheoryData<string, string> Snippets { get; } =
    [.. MarkdownPages.All.SelectMany(p => p.Blocks.Where(b => b.Snippet.Length > 0)).Select(b => (b.Snippet, b.Body))];

    [Fact]
    public void Every_block_is_of_a_language_that_is_tried() =>
        Assert.DoesNotContain(
            MarkdownPages.All.SelectMany(p => p.Blocks.Select(b => (p.Name, b.Language))),
            b => !Tried.Contains(b.Language)
        );

    [Fact]
    public void Every_block_of_CSharp_is_a_sample_or_a_snippet_that_is_compiled_and_run()
    {
        string[] samples =
        [
            .. Sources.CSharp().Where(f => Path.GetFileName(f) == "Program.cs").Select(f => File.ReadAllText(f)),
        ];

        Assert.DoesNotContain(
            MarkdownPages.All.SelectMany(p => p.Blocks.Where(b => b.Language == "csharp")),
            block => block.Snippet.Length == 0 && !samples.Contains(block.Body)
        );
    }

    [Theory]
    [MemberData(nameof(Snippets))]
    public void A_snippet_is_what_its_test_runs(string name, string body)
    {
        var source = File.ReadAllText(
            Path.Combine(Sources.Root, "tests/Accrete.Tests/Repository/Documented/LibrarySnippetsTests.cs")
        );
        var lines = body.Split('\n');

        Assert.Contains(
            Trimmed(string.Join('\n', lines.Where(l => !IsUsing(l)))),
            Trimmed(Region(source, name)),
            StringComparison.Ordinal
        );
        Assert.All(lines.Where(IsUsing), line => Assert.Contains(line, source, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_block_of_TOML_is_a_recipe_or_a_table_of_one()
    {
        using var folder = new TemporaryFolder();
        foreach (var (page, block) in Blocks("toml"))
        {
            var recipe = block.Contains("[[stages]]", StringComparison.Ordinal) ? block : $"{block}\n[[stages]]\n";

            var plan = Recipe.Read(folder.Write("recipe.toml", recipe));

            Assert.True(plan.Stages.Count > 0, page);
        }
    }

    [Fact]
    public void Every_block_of_JSON_is_a_blueprint() =>
        Assert.All(Blocks("json"), b => Assert.NotEmpty(BlueprintJson.Read(b.Body, b.Page).Layers));

    // Python itself may not be there: what it asks of a file has to be in that file.
    [Fact]
    public void Blocks_of_Python_ask_for_names_that_exports_have()
    {
        using var folder = new TemporaryFolder();
        var model = Cli.MadeModel.Make();
        using var network = model.Network;
        OnnxFile.Write(folder["pixels.onnx"], model, new OnnxOptions(NormalisationInside: true));
        StateDictFile.Write(folder["mine.safetensors"], network);
        using var session = new InferenceSession(folder["pixels.onnx"]);
        string[] known =
        [
            .. session.InputMetadata.Keys,
            .. session.OutputMetadata.Keys,
            .. session.ModelMetadata.CustomMetadataMap.Keys,
            .. Directory.EnumerateFiles(folder.Path).Select(f => Path.GetFileName(f)),
            "weights.safetensors",
            // Of a run: its metrics as JSON and as CSV, its plan, and the project that they are logged to.
            .. MetricsJson.Default.MetricsLine.Properties.Select(p => p.Name),
            "runs/mine/metrics.jsonl",
            "metrics.csv",
            "runs/mine/plan.json",
            "accrete",
        ];

        Assert.All(
            Blocks("python").SelectMany(b => Quoted().Matches(b.Body).Select(m => m.Groups[1].Value)),
            text => Assert.Contains(text, known)
        );
        Assert.NotEmpty(Blocks("python"));
    }

    private static IEnumerable<(string Page, string Body)> Blocks(string language) =>
        MarkdownPages.All.SelectMany(p => p.Blocks.Where(b => b.Language == language).Select(b => (p.Name, b.Body)));

    private static bool IsUsing(string line) => UsingDirective().IsMatch(line);

    private static string Region(string source, string name) =>
        Regex.Match(source, $@"// snippet: {Regex.Escape(name)}\n(.*?)// end", RegexOptions.Singleline).Groups[1].Value;

    // Formatting folds lines by their indentation, which differs, and comments of a page are its own.
    private static string Trimmed(string code) => Spaces().Replace(Comments().Replace(code, ""), "");

    [GeneratedRegex(@"^using [\w.]+;$")]
    private static partial Regex UsingDirective();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
