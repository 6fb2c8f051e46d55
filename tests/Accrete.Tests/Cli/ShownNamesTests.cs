using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Cli;

/// <summary>Names from files, folders and arguments, which may be anybody's, in what the tool says of them.</summary>
public sealed class ShownNamesTests : IDisposable
{
    private const string Name = "x\u001b]0;owned\u0007\u009b31m\u202e\u200b\u2028[red]\nerror: forged";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Name)]
    [InlineData("--" + Name)]
    [InlineData("doctor", Name)]
    [InlineData("predict", Name, "x.png")]
    [InlineData("predict", "MODEL", Name)]
    [InlineData("predict", "MODEL", "IMAGE")]
    [InlineData("predict", "MODEL", "IMAGE", "--top", "4", "--json")]
    [InlineData("inspect", "MODEL")]
    [InlineData("inspect", "MODEL", "--json")]
    [InlineData("inspect", "BLUEPRINT")]
    [InlineData("inspect", "vgg-small", "--size", Name)]
    [InlineData("inspect", Name + ".json")]
    [InlineData("data", "verify", Name)]
    [InlineData("data", "verify", "IMAGES")]
    [InlineData("data", "verify", "IMAGES", "--json")]
    [InlineData("data", "list", "--data-root", "IMAGES")]
    [InlineData("data", "list", "--data-root", Name)]
    [InlineData("plan", "--recipe", "RECIPE", "--data", "sample")]
    [InlineData("plan", "--recipe", "RECIPE", "--data", "sample", "--json")]
    [InlineData("plan", "--set", Name)]
    [InlineData("plan", "--set", "name=\"" + Name + "\"")]
    [InlineData("train", "--recipe", Name)]
    [InlineData("train", "--out", "IMAGES")]
    [InlineData("compare", "--arms", Name, "--out", "there")]
    [InlineData("compare", "--out", "IMAGE")]
    [InlineData("export", "MODEL", "--out", "IMAGES/m.onnx")]
    [InlineData("grow", "MODEL", "--widen", Name, "--out", "g.safetensors")]
    [InlineData("grow", "MODEL", "--widen", "1.5", "--out", "IMAGES/g.safetensors")]
    [InlineData("prune", "MODEL", "--by", Name, "--keep", "0.5", "--out", "p.safetensors")]
    [InlineData("prune", "MODEL", "--by", "l1", "--keep", "0.5", "--out", "IMAGES/p.safetensors")]
    [InlineData("import", "MODEL", "--network", Name, "--out", "i.safetensors")]
    [InlineData("evaluate", Name)]
    [InlineData(
        "evaluate",
        "MODEL",
        "--out",
        "IMAGES",
        "--data",
        "IMAGES",
        "--corruptions",
        "none",
        "--no-noise",
        "--seed",
        "1"
    )]
    [InlineData("detect", Name)]
    [InlineData("report", Name)]
    public void Never_reach_a_terminal_as_they_are(params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "names of files there cannot hold such characters");
        Make();
        var answer = Invocation.Of([.. arguments.Select(Filled)]);

        Assert.Contains("owned", answer.Output + answer.Error, StringComparison.Ordinal);
        AssertShows(answer.Output.Replace("\t", "", StringComparison.Ordinal));
        AssertShows(answer.Error);
        Assert.DoesNotContain(
            (answer.Output + answer.Error).Split('\n'),
            l => l.StartsWith("error: forged", StringComparison.Ordinal)
        );
        if (arguments.Contains("--json") && answer.Status == 0)
        {
            using var document = JsonDocument.Parse(answer.Output);
            Assert.Contains(Name, Texts(document.RootElement), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_name_of_a_megabyte_leaves_the_line_short()
    {
        var answer = Invocation.Of("inspect", new string('a', 1_000_000));
        Assert.Equal(2, answer.Status);
        Assert.InRange(answer.Error.Length, 100, 2100);
        Assert.Contains(": cannot be read (", answer.Error, StringComparison.Ordinal);
    }

    private static string Texts(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => string.Concat(json.EnumerateObject().Select(p => p.Name + Texts(p.Value))),
            JsonValueKind.Array => string.Concat(json.EnumerateArray().Select(Texts)),
            JsonValueKind.String => json.GetString()!,
            _ => "",
        };

    // MODEL, IMAGE and so on stand for files whose names and contents are hostile; IMAGES/x is a file x beside images.
    private string Filled(string argument) =>
        argument.Split('/', 2) switch
        {
            ["MODEL"] => folder["model.safetensors"],
            ["BLUEPRINT"] => folder["blueprint.json"],
            ["RECIPE"] => folder["recipe.toml"],
            ["IMAGE"] => folder[$"{Name}/{Name}0/0.png"],
            ["IMAGES"] => folder[Name],
            ["IMAGES", var file] => folder[$"{Name}/{file}"],
            _ => argument,
        };

    private void Make()
    {
        string[] classes = [.. MadeModel.Classes.Select((_, i) => $"{Name}{i}")];
        var model = MadeModel.Make(classes);
        using (model)
        {
            model.Save(folder["model.safetensors"]);
            folder.Write(
                "blueprint.json",
                BlueprintJson
                    .Write(model.Network.Blueprint)
                    .Replace("vgg-small", JsonEncodedText.Encode(Name).ToString(), StringComparison.Ordinal)
            );
        }

        folder.Write("recipe.toml", $"name = \"{string.Concat(Name.Select(c => $"\\u{(int)c:x4}"))}\"\n[[stages]]\n");
        foreach (var (name, i) in classes.SelectMany(c => Enumerable.Range(0, 4).Select(i => (c, i))))
        {
            folder.Write(
                $"{Name}/{name}/{i}.png",
                Made.Png(12, 12, (x, y) => x > y + i ? SKColors.White : SKColors.Black)
            );
        }
    }

    private static void AssertShows(string text) =>
        Assert.All(
            text.Split('\n').SelectMany(l => l.TrimEnd('\r').EnumerateRunes()),
            c => Assert.True(GivenText.Shows(c), $"U+{c.Value:X4} in {text}")
        );
}
