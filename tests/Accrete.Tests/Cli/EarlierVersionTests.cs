using System.Text.Json.Nodes;
using Accrete.Datasets;
using Accrete.Tests.Cli.Commands;

namespace Accrete.Tests.Cli;

/// <summary>
/// Runs and comparisons of versions that knew images by all files of their folder, and kept no list of them.
/// </summary>
public sealed class EarlierVersionTests : IDisposable
{
    private const string Changed =
        "images changed (read as 27 training images and 9 test images of 3 classes now, as 26 training images "
        + "and 9 test images of 3 classes then)";

    private const string SameFiles =
        "the files are the same, but this version of Accrete reads other images in them: go on with the "
        + "version that began, or";

    private static readonly string[] Quick = ["--corruptions", "none", "--no-noise"];

    private readonly TemporaryFolder folder = new();

    public EarlierVersionTests() => TinyTask.Write(folder);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_knows_its_images_again_unless_others_are_read_in_the_same_files()
    {
        AssertDone("train", "--recipe", folder["recipe.toml"], "--data", folder["photos"], "--out", folder["run"]);
        MakeEarlier("run", "plan.json", "run.json");
        CopyPhotos("copy");
        AssertDone(["evaluate", folder["run"], .. Quick]);
        AssertDone(["evaluate", folder["run"], "--data", folder["copy"], .. Quick]);

        Replace("run/run.json", "\"trainImages\":27", "\"trainImages\":26");
        AssertRefused(Changed, ["evaluate", folder["run"], .. Quick]);
        AssertRefused(Changed, ["evaluate", folder["run"], "--data", folder["copy"], .. Quick]);
        AssertRefused(Changed, "detect", folder["run"], "--data", folder["copy"]);
        MakeUnfinished();
        AssertRefused(Changed, "train", "--resume", "--out", folder["run"]);
        AssertRefused(Changed, "train", "--resume", "--out", folder["run"], "--data", folder["copy"]);
        AssertRefused(SameFiles, "train", "--resume", "--out", folder["run"]);
    }

    [Fact]
    public void A_run_whose_images_cannot_be_read_any_more_says_how_to_train_anew()
    {
        AssertDone("train", "--recipe", folder["recipe.toml"], "--data", folder["photos"], "--out", folder["run"]);
        var whole = File.ReadAllBytes(folder["photos/a/00.png"]);
        File.WriteAllBytes(folder["photos/a/00.png"], whole[..^30]);
        MakeEarlier("run", "plan.json", "run.json");
        MakeUnfinished();
        AssertRefused(
            $"1 of 36 images cannot be read: a/00.png (cut short",
            "train",
            "--resume",
            "--out",
            folder["run"]
        );
        AssertRefused(
            $"{folder["run"]} was trained on all of them: put whole ones in their place. To leave them out is "
                + "to train anew: ",
            "train",
            "--resume",
            "--out",
            folder["run"]
        );
        AssertDone(
            "train",
            "--recipe",
            folder["run/plan.json"],
            "--skip-bad",
            "--set",
            "data.sha256=",
            "--out",
            folder["new"]
        );
    }

    [Fact]
    public void A_comparison_goes_on_with_the_images_and_the_settings_that_it_began_with()
    {
        string[] command =
        [
            "compare",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            folder["photos"],
            "--out",
            folder["compared"],
            "--seeds",
            "1",
            "--arms",
            "scratch",
        ];
        AssertDone([.. command, "--set", "data.flip=true"]);
        AssertRefused("another plan (data.flip differs); go on with it by --set data.flip=true, compare", command);
        AssertDone([.. command, "--set", "data.flip=true"]);

        MakeEarlier("compared", "comparison.json", "scratch/seed-1/plan.json", "scratch/seed-1/run.json");
        AssertDone([.. command, "--set", "data.flip=true"]);
        Replace("compared/comparison.json", "\"trainImages\":27", "\"trainImages\":26");
        AssertRefused(Changed, [.. command, "--set", "data.flip=true"]);
        AssertRefused(SameFiles, [.. command, "--set", "data.flip=true"]);
    }

    private static void AssertDone(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.True(answer.Status == 0, answer.Error);
    }

    private static void AssertRefused(string says, params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.Equal(2, answer.Status);
        Assert.Contains(says, answer.Error, StringComparison.Ordinal);
        Assert.Single(answer.Error.Trim().Split('\n'));
    }

    private void MakeEarlier(string name, params string[] files)
    {
        var request = new DatasetRequest { NameOrPath = folder["photos"], SkipBad = true };
        var (now, then) = (File.ReadAllText(folder[$"{name}/{files[0]}"]), DatasetCatalog.EarlierSha256Of(request));
        var sha256 = now.Split("\"sha256\":")[1].Split('"')[1];
        Assert.Equal(64, sha256.Length);
        foreach (var file in files)
        {
            Replace($"{name}/{file}", sha256, then);
        }

        File.Delete(folder[$"{name}/images.txt"]);
    }

    private void MakeUnfinished()
    {
        var outcome = JsonNode.Parse(File.ReadAllText(folder["run/run.json"]))!.AsObject();
        outcome["final"] = null;
        File.WriteAllText(folder["run/run.json"], outcome.ToJsonString());
    }

    private void Replace(string file, string old, string other)
    {
        var text = File.ReadAllText(folder[file]).Replace(": ", ":", StringComparison.Ordinal);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(folder[file], text.Replace(old, other, StringComparison.Ordinal));
    }

    private void CopyPhotos(string name)
    {
        foreach (var file in Directory.EnumerateFiles(folder["photos"], "*", SearchOption.AllDirectories))
        {
            folder.Write(Path.Combine(name, Path.GetRelativePath(folder["photos"], file)), File.ReadAllBytes(file));
        }
    }
}
