using System.Text.Json;
using System.Text.Json.Nodes;

namespace Accrete.Tests.Cli.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_is_evaluated_on_its_own_images_and_keeps_the_result()
    {
        Train("run");

        var answer = Invocation.Of("evaluate", folder["run"], "--corruptions", "fog", "pixelate", "--json");

        Assert.Equal(0, answer.Status);
        var document = JsonDocument.Parse(answer.Output).RootElement;
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(answer.Output),
                JsonNode.Parse(File.ReadAllText(folder["run/evaluation.json"]))
            )
        );
        var model = Assert.Single(document.GetProperty("models").EnumerateArray());
        var run = JsonDocument.Parse(File.ReadAllText(folder["run/run.json"])).RootElement;
        Assert.Equal(
            run.GetProperty("final").GetProperty("testAccuracy").GetDouble(),
            model.GetProperty("test").GetProperty("accuracy").GetDouble()
        );
        Assert.Equal(
            (15, 5, 10),
            (
                model.GetProperty("inputNoise").GetArrayLength(),
                model.GetProperty("weightNoise").GetArrayLength(),
                model.GetProperty("corruptions").GetArrayLength()
            )
        );
        Assert.Equal(
            model.GetProperty("corruptions").EnumerateArray().Average(c => c.GetProperty("accuracy").GetDouble()),
            model.GetProperty("corruptedAccuracy").GetDouble(),
            12
        );
        Assert.Contains(
            "<h2>Corruptions</h2>",
            File.ReadAllText(folder["run/evaluation.html"]),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Several_models_stand_in_one_table_and_the_same_command_gives_the_same_numbers()
    {
        var photos = MadePhotos.Write(folder);
        string[] models = [MadeModel.Write(folder["a.safetensors"]), MadeModel.Write(folder["b.safetensors"])];

        Assert.Equal(
            (0, ""),
            Status(
                Invocation.Of([
                    "evaluate",
                    .. models,
                    "--data",
                    photos,
                    "--corruptions",
                    "snow",
                    "--no-noise",
                    "--out",
                    folder["one"],
                ])
            )
        );
        Assert.Equal(
            (0, ""),
            Status(
                Invocation.Of([
                    "evaluate",
                    .. models,
                    "--data",
                    photos,
                    "--corruptions",
                    "snow",
                    "--no-noise",
                    "--out",
                    folder["two"],
                ])
            )
        );

        Assert.Equal(File.ReadAllText(folder["one/evaluation.json"]), File.ReadAllText(folder["two/evaluation.json"]));
        var found = JsonDocument
            .Parse(File.ReadAllText(folder["one/evaluation.json"]))
            .RootElement.GetProperty("models")
            .EnumerateArray()
            .ToArray();
        Assert.Equal(models.Select(Path.GetFileName), found.Select(m => m.GetProperty("source").GetString()));
        Assert.Equal(found[0].GetProperty("corruptions").ToString(), found[1].GetProperty("corruptions").ToString());
        Assert.DoesNotContain("Noise on", File.ReadAllText(folder["one/evaluation.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_divided_a_folder_otherwise_are_not_compared()
    {
        Train("one");
        Train("two", "--seed", "2");
        Train("three", "--seed", "2", "--set", "data.splitSeed=1");

        string[] quick = ["--out", folder["out"], "--corruptions", "none", "--no-noise"];
        AssertRefused("otherwise than that of", [folder["one"], folder["two"], .. quick]);
        AssertRefused(
            "otherwise than that of",
            [folder["one"], folder["two"], "--data", folder["photos"] + "/", .. quick]
        );
        Assert.False(Directory.Exists(folder["out"]));
        // Wherever the images are now, they are divided as the run divided them.
        Directory.Move(folder["photos"], folder["moved"]);
        Assert.Equal((0, ""), Status(Invocation.Of(["evaluate", folder["two"], "--data", folder["moved"], .. quick])));
        var told = JsonDocument
            .Parse(File.ReadAllText(folder["two/run.json"]))
            .RootElement.GetProperty("final")
            .GetProperty("testAccuracy")
            .GetDouble();
        var found = JsonDocument
            .Parse(File.ReadAllText(folder["out/evaluation.json"]))
            .RootElement.GetProperty("models")[0]
            .GetProperty("test")
            .GetProperty("accuracy")
            .GetDouble();
        Assert.Equal(told, found);
        AssertRefused("otherwise than that of", [folder["one"], folder["two"], "--data", folder["moved"], .. quick]);
        Directory.Move(folder["moved"], folder["photos"]);
        Assert.Equal(
            (0, ""),
            Status(Invocation.Of(["evaluate", folder["one"], folder["three"], .. quick, "--images", "3"]))
        );
        Assert.Equal(
            3,
            JsonDocument
                .Parse(File.ReadAllText(folder["out/evaluation.json"]))
                .RootElement.GetProperty("images")
                .GetInt64()
        );
        Assert.Matches("3 of [0-9]+ test images", File.ReadAllText(folder["out/evaluation.html"]));
    }

    [Fact]
    public void A_folder_without_a_split_is_measured_as_a_whole_and_its_classes_go_by_their_names()
    {
        var photos = MadePhotos.Write(folder);
        Train("run");
        MadePhotos.Write(folder, "later");
        Directory.Move(folder["later/ant"], folder["later/gnu"]);
        Directory.CreateDirectory(folder["one"]);
        Directory.Move(folder["later/dog"], folder["one/dog"]);

        Assert.Equal("10 of dog", Measured("one"));
        AssertRefused(
            "later: 'gnu' is not a class of the model, which knows 'ant', 'bee', 'cat' and 1 more;",
            [folder["run"], "--data", folder["later"], .. Quick]
        );
        var passedOver = Invocation.Of([
            "evaluate",
            folder["run"],
            "--data",
            folder["later"],
            "--skip-unknown",
            .. Quick,
        ]);
        Assert.Equal(0, passedOver.Status);
        Assert.StartsWith(
            "note: 10 images of classes that the model does not know were passed over: gnu.\n",
            passedOver.Error,
            StringComparison.Ordinal
        );
        Assert.StartsWith("Measured on all 20 images of later.", passedOver.Output, StringComparison.Ordinal);
        Assert.Equal("20 of bee cat", Images());
        // What the run learned from is not measured with, wherever it is now, and whatever has come to it.
        Assert.Equal("4 of ant bee cat dog", Measured("photos"));
        folder.Write("photos/ant/more.png", File.ReadAllBytes(folder["photos/ant/00.png"]));
        File.Move(folder["run/images.txt"], folder["images.txt"]);
        var changed = Invocation.Of(["evaluate", folder["run"], "--data", photos, .. Quick]);
        Assert.Equal((0, "4 of ant bee cat dog"), (changed.Status, Images()));
        Assert.StartsWith(
            $"warning: {photos}: its images are not those that the run was trained on there;",
            changed.Error,
            StringComparison.Ordinal
        );
        File.Move(folder["images.txt"], folder["run/images.txt"]);
        // A split is used for what it is, also where classes lack; its parts can be measured by themselves.
        Directory.CreateDirectory(folder["split/val"]);
        Directory.Move(photos, folder["split/train"]);
        Directory.Move(folder["one/dog"], folder["split/val/dog"]);
        Assert.Equal("10 of dog", Measured("split"));
        Assert.Equal("10 of dog", Measured("split/val"));
        var learned = Invocation.Of(["evaluate", folder["run"], "--data", folder["split/train"], .. Quick]);
        Assert.Equal((0, "41 of ant bee cat dog"), (learned.Status, Images()));
        Assert.Equal(
            $"warning: {folder["split/train"]}: 37 of the 41 test images are among those that {folder["run"]} "
                + "was trained on; there it shows what it remembers, not what it can do.\n",
            learned.Error
        );

        string Measured(string data)
        {
            Assert.Equal(0, Invocation.Of(["evaluate", folder["run"], "--data", folder[data], .. Quick]).Status);
            return Images();
        }
    }

    [Theory]
    [InlineData(false, 27)]
    [InlineData(true, 30)]
    public void How_many_images_the_run_learned_from_is_told(bool split, int learned)
    {
        TinyTask.Write(folder);
        Directory.Move(folder["photos"], folder["all"]);
        foreach (var (i, file) in Directory.GetFiles(folder["all"], "*", SearchOption.AllDirectories).Order().Index())
        {
            var part =
                !split ? ""
                : i % 6 == 0 ? "valid/"
                : "Train/";
            folder.Write($"photos/{part}{Path.GetRelativePath(folder["all"], file)}", File.ReadAllBytes(file));
        }

        Assert.Equal(
            0,
            Invocation
                .Of("train", "--recipe", folder["recipe.toml"], "--data", folder["photos"], "--out", folder["run"])
                .Status
        );
        Assert.Equal(("", 0), Learned("--data", folder["photos"]));
        Assert.Equal(("", 0), Learned());
        // A twin in another folder, changed and without its parts, is known by its images.
        File.Move(folder["all/a/00.png"], folder["all/a/other name.png"]);
        folder.Write("all/b/new.png", Accrete.Tests.Datasets.Made.Png(9, 9, (x, y) => new((byte)(x * y), 7, 7)));
        Assert.Equal(
            (
                $"warning: {folder["all"]}: {learned} of the 37 test images are among those that "
                    + $"{folder["run"]} was trained on; there it shows what it remembers, not what it can do.\n",
                learned
            ),
            Learned("--data", folder["all"])
        );
        Assert.Contains(
            $"{learned} of the images are among those that it was trained on",
            File.ReadAllText(folder["out/evaluation.html"]),
            StringComparison.Ordinal
        );

        (string, int) Learned(params string[] data)
        {
            var answer = Invocation.Of(["evaluate", folder["run"], .. data, .. Quick]);
            Assert.Equal(0, answer.Status);
            return (answer.Error, Document().GetProperty("models")[0].GetProperty("learnedImages").GetInt32());
        }
    }

    [Fact]
    public void Models_whose_classes_are_in_another_order_are_compared_by_their_names()
    {
        var photos = MadePhotos.Write(folder);
        using var model = MadeModel.Make();
        model.Save(folder["a.safetensors"]);
        // The same answers under other names: what one calls an ant the other calls a dog.
        using var renamed = MadeModel.Make(["dog", "cat", "bee", "ant"]);
        renamed.Save(folder["b.safetensors"]);

        Assert.Equal(
            (0, ""),
            Status(
                Invocation.Of([
                    "evaluate",
                    folder["a.safetensors"],
                    folder["b.safetensors"],
                    "--data",
                    photos,
                    .. Quick,
                ])
            )
        );

        var confusion = Document()
            .GetProperty("models")
            .EnumerateArray()
            .Select(m => m.GetProperty("test").GetProperty("confusion"))
            .ToArray();
        Assert.Equal(Cells(confusion[0]), Cells(confusion[1]).Select(row => row.Reverse().ToArray()));

        static int[][] Cells(JsonElement table) =>
            [.. table.EnumerateArray().Select(row => row.EnumerateArray().Select(c => c.GetInt32()).ToArray())];
    }

    [Fact]
    public void What_cannot_be_evaluated_is_named()
    {
        var model = MadeModel.Write(folder["a.safetensors"]);
        AssertRefused("belongs to no run that says which images it is for; give --data", model, "--out", folder["out"]);
        AssertRefused("is no run, so there is no place to write to; give --out DIR", model);
        AssertRefused("several models have no one place to write to; give --out DIR", model, model);
        AssertRefused(
            "corruption 'fig': not known, did you mean 'fog'?",
            model,
            "--out",
            folder["out"],
            "--corruptions",
            "fig"
        );
        AssertRefused(
            "Fashion-MNIST sample: 'T-shirt/top', 'Trouser', 'Pullover' and 7 more are not classes of the "
                + "model, which knows 'ant', 'bee', 'cat' and 1 more;",
            model,
            "--out",
            folder["out"],
            "--data",
            "sample"
        );
        AssertRefused("there is no such model file or run", folder["nowhere"], "--out", folder["out"]);
        Assert.False(Directory.Exists(folder["out"]));
    }

    private string[] Quick => ["--out", folder["out"], "--corruptions", "none", "--no-noise", "--threads", "1"];

    private JsonElement Document() => JsonDocument.Parse(File.ReadAllText(folder["out/evaluation.json"])).RootElement;

    // How many images were measured, and the classes that have some.
    private string Images()
    {
        var test = Document().GetProperty("models")[0].GetProperty("test");
        var present = test.GetProperty("classAccuracy")
            .EnumerateArray()
            .Zip(MadeModel.Classes)
            .Where(c => c.First.ValueKind != JsonValueKind.Null);
        return $"{test.GetProperty("images")} of {string.Join(' ', present.Select(c => c.Second))}";
    }

    private static (int, string) Status(Invocation answer) => (answer.Status, answer.Error);

    private static void AssertRefused(string says, params string[] arguments)
    {
        var answer = Invocation.Of(["evaluate", .. arguments]);
        Assert.Equal(2, answer.Status);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
    }

    private void Train(string name, params string[] arguments) =>
        Assert.Equal(
            0,
            Invocation
                .Of([
                    "train",
                    "--data",
                    MadePhotos.Write(folder),
                    "--out",
                    folder[name],
                    "--set",
                    "network.width=0.1",
                    "data.size=16",
                    "stages.1.epochs=1",
                    "stages.2.epochs=1",
                    "stages.3.epochs=1",
                    "optimiser.batch=8",
                    "--threads",
                    "1",
                    "--precision",
                    "fp32",
                    .. arguments,
                ])
                .Status
        );
}
