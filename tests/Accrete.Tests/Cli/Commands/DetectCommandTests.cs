using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accrete.Tests.Cli.Commands;

public sealed class DetectCommandTests : IDisposable
{
    private static readonly string[] Quick =
    [
        "--images",
        "6",
        "--steps",
        "2",
        "--aware-steps",
        "3",
        "--questions",
        "5",
        "--attacks",
        "fgsm",
        "pgd",
        "--epsilon",
        "64/255",
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_attacked_and_predict_warns_with_what_was_learned()
    {
        Train("run");

        var answer = Invocation.Of(["detect", folder["run"], .. Quick, "--json"]);

        Assert.True(answer.Status == 0, answer.Error);
        var document = JsonDocument.Parse(answer.Output).RootElement;
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(answer.Output),
                JsonNode.Parse(File.ReadAllText(folder["run/detection.json"]))
            )
        );
        Assert.Equal(
            ["fgsm last", "pgd last", "fgsm family", "pgd family", "pgd detector"],
            document
                .GetProperty("attacks")
                .EnumerateArray()
                .Select(a => $"{a.GetProperty("name")} {a.GetProperty("adaptive")}")
        );
        Assert.Equal(2, document.GetProperty("members").GetArrayLength());
        Assert.True(document.GetProperty("promise").GetProperty("atMost").GetDouble() > 0.05);
        Assert.Contains(
            "that set the threshold",
            File.ReadAllText(folder["run/detection.html"]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "<h2>Cost of mutual inference</h2>",
            File.ReadAllText(folder["run/detection.html"]),
            StringComparison.Ordinal
        );

        var plain = Invocation.Of("predict", folder["run"], folder["photos/a/00.png"], "--json");
        var warned = Invocation.Of("predict", folder["run"], folder["photos/a/00.png"], "--mutual", "--json");
        Assert.True(warned.Status == 0, warned.Error);
        Assert.Contains("that set the threshold", warned.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("threshold", plain.Error, StringComparison.Ordinal);
        var (without, with) = (
            JsonDocument.Parse(plain.Output).RootElement,
            JsonDocument.Parse(warned.Output).RootElement
        );
        Assert.False(without.TryGetProperty("suspicion", out _));
        Assert.Equal(without.GetProperty("confidence").GetDouble(), with.GetProperty("confidence").GetDouble());
        Assert.InRange(with.GetProperty("suspicion").GetDouble(), 0, 1);
        Assert.Equal(with.GetProperty("suspicion").GetDouble() > 0.95, with.GetProperty("suspicious").GetBoolean());
        Assert.Matches(
            "\t(clean|suspicious)\t[01]\\.\\d{6}",
            Invocation.Of("predict", folder["run"], folder["photos/a/00.png"], "--mutual").Output
        );

        var (alone, other) = (
            Invocation.Of("predict", folder["run/model.safetensors"], folder["photos/a/00.png"], "--mutual"),
            folder["run/stages/01/model.safetensors"]
        );
        Assert.Equal(2, alone.Status);
        Assert.Contains(
            "model.safetensors: is no run; all networks of one are asked together",
            alone.Error,
            StringComparison.Ordinal
        );
        File.Copy(other, folder["run/model.safetensors"], overwrite: true);
        var exchanged = Invocation.Of("predict", folder["run"], folder["photos/a/00.png"], "--mutual");
        Assert.Equal(2, exchanged.Status);
        Assert.Contains("is not the last network of the lineage beside it", exchanged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_is_refused_and_nothing_is_written()
    {
        Train("run");
        var model = folder["run/model.safetensors"];
        foreach (var epsilon in new[] { "0", "-0.1", "1.5", "300/255", "8/0", "0.003", "1e-50", "8/255/1", "much" })
        {
            AssertRefused($"--epsilon {epsilon}: give a number from 1/255 to 1", folder["run"], "--epsilon", epsilon);
        }

        AssertRefused("attack 'pgt': not known, did you mean 'pgd'?", folder["run"], "--attacks", "pgt");
        AssertRefused("holds no run", model);
        AssertRefused("holds no run", folder["nowhere"]);
        AssertRefused("are not classes of the model", folder["run"], "--data", "sample");
        AssertRefused("there is no such model file or run", folder["run"], "--ensemble", folder["nowhere"]);
        AssertRefused("there is no such model file or run", folder["run"], "--surrogate", folder["nowhere"]);
        AssertRefused("false positives: 10 % needs 29 images or more", folder["run"], "--false-positives", "0.1");
        AssertRefused("is a network of", folder["run"], "--surrogate", folder["run"]);
        File.Copy(folder["run/model.safetensors"], folder["copy.safetensors"]);
        AssertRefused("is a network of", folder["run"], "--surrogate", folder["copy.safetensors"]);
        AssertRefused("is a network of", folder["run"], "--ensemble", folder["run/stages/01"]);
        AssertRefused("recipe.toml", folder["run"], "--out", folder["recipe.toml"]);
        Train("twin", "--seed", "2");
        AssertRefused(
            "into training and test images otherwise than that of",
            folder["run"],
            "--ensemble",
            folder["twin"]
        );
        AssertRefused("is a network of", folder["run"], "--ensemble", folder["twin"], "--surrogate", folder["twin"]);
        Assert.Equal(2, Invocation.Of("predict", folder["run"], folder["photos/a/00.png"], "--mutual").Status);
        Assert.Empty(Directory.GetFiles(folder["run"], "dete*"));
    }

    [Fact]
    public void All_images_of_a_folder_are_used_also_where_classes_lack()
    {
        Train("run");
        foreach (var file in Directory.GetFiles(folder["photos/b"]))
        {
            folder.Write($"later/b/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        var answer = Invocation.Of([
            "detect",
            folder["run"],
            "--data",
            folder["later"],
            .. Quick,
            "--out",
            folder["out"],
        ]);

        Assert.True(answer.Status == 0, answer.Error);
        Assert.Contains("9 of the 12 test images are among those that", answer.Error, StringComparison.Ordinal);
        Assert.Contains("note: 4 of the 12 images of later say what is usual", answer.Error, StringComparison.Ordinal);
        var document = JsonDocument.Parse(File.ReadAllText(folder["out/detection.json"])).RootElement;
        Assert.Equal(
            (4, 8),
            (
                document.GetProperty("dataset").GetProperty("trainImages").GetInt32(),
                document.GetProperty("dataset").GetProperty("testImages").GetInt32()
            )
        );
    }

    [Fact]
    public void A_lineage_of_one_network_is_refused()
    {
        TinyTask.Write(folder);
        File.WriteAllText(
            folder["recipe.toml"],
            File.ReadAllText(folder["recipe.toml"])
                .Replace("[[stages]]\nwidth = 0.5\ndepth = 0.5\ndata = 0.5\n", "", StringComparison.Ordinal)
        );
        Assert.Equal(
            0,
            Invocation
                .Of("train", "--recipe", folder["recipe.toml"], "--data", folder["photos"], "--out", folder["one"])
                .Status
        );
        AssertRefused("the lineage has one network", folder["one"]);
    }

    private static void AssertRefused(string says, params string[] arguments)
    {
        var answer = Invocation.Of(["detect", .. arguments]);
        Assert.Equal(2, answer.Status);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    private void Train(string name, params string[] arguments)
    {
        TinyTask.Write(folder);
        Assert.Equal(
            0,
            Invocation
                .Of([
                    "train",
                    "--recipe",
                    folder["recipe.toml"],
                    "--data",
                    folder["photos"],
                    "--out",
                    folder[name],
                    .. arguments,
                ])
                .Status
        );
    }
}
