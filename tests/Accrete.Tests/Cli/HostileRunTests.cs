using Accrete.Tests.Cli.Commands;
using Accrete.Tests.Storage;

namespace Accrete.Tests.Cli;

/// <summary>A run from somebody else, in which something is not what it seems.</summary>
public sealed class HostileRunTests : IDisposable
{
    private static readonly string[] TrainedFiles =
    [
        "plan.json",
        "run.json",
        "metrics.jsonl",
        ".work.json",
        ".owner",
        "model.safetensors",
        "report.html",
        "checkpoint/checkpoint.safetensors",
        "checkpoint/earlier.safetensors",
        "stages/01/model.safetensors",
        "stages/02/model.safetensors",
        "stages/02/blueprint.json",
        "stages/02/stage.json",
    ];

    private static readonly string[] Folders = ["stages", "stages/01", "stages/02", "checkpoint", "tensorboard"];

    private static readonly (string Command, string[] Files)[] Readers =
    [
        ("predict", ["model.safetensors"]),
        ("predict --mutual", ["detector.safetensors", "stages/01/model.safetensors"]),
        ("evaluate", ["model.safetensors", "plan.json", "evaluation.json", "evaluation.html"]),
        ("report", ["run.json", "metrics.jsonl", "report.html"]),
        ("inspect", ["model.safetensors"]),
        ("export", ["model.safetensors"]),
        ("detect", ["stages/01/model.safetensors", "detector.safetensors", "detection.json"]),
    ];

    private readonly TemporaryFolder folder = new();
    private byte[] placed = [];
    private string[] listed = [];

    public HostileRunTests()
    {
        TinyTask.Write(folder);
        var trained = Invocation.Of(
            "train",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            folder["photos"],
            "--out",
            folder["whole"]
        );
        Assert.True(trained.Status == 0, trained.Error);
        Directory.CreateDirectory(folder["outside"]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("link")]
    [InlineData("link to nothing")]
    [InlineData("pipe")]
    [InlineData("folder")]
    public void A_run_goes_on_only_with_files_of_its_own(string kind)
    {
        foreach (var name in TrainedFiles)
        {
            Make(name, kind, finished: false);
            AssertRefused(
                name,
                kind,
                Invocation.Of("train", "--resume", "--out", folder["run"]),
                mayPass: name.Contains("earlier", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public void A_run_goes_on_only_in_folders_of_its_own()
    {
        foreach (var name in Folders)
        {
            Make(name, "link", finished: false);
            AssertRefused(
                name,
                "link",
                Invocation.Of("train", "--resume", "--tensorboard", "--out", folder["run"]),
                mayPass: false
            );
        }
    }

    [Theory]
    [InlineData("link")]
    [InlineData("link to nothing")]
    [InlineData("pipe")]
    public void Nothing_outside_of_a_run_is_read_or_written_by_other_commands(string kind)
    {
        foreach (var (command, files) in Readers)
        {
            foreach (var name in files)
            {
                Make(name, kind, finished: true);
                AssertRefused(name, $"{kind}, {command}", Invocation.Of(Arguments(command)), mayPass: kind != "link");
            }
        }
    }

    [Fact]
    public void The_folder_that_the_user_names_may_be_a_link()
    {
        Copy(folder["whole"], folder["run"]);
        Directory.CreateSymbolicLink(folder["link"], folder["run"]);
        Assert.Equal(0, Invocation.Of("predict", folder["link"], folder["photos/a/00.png"]).Status);
        File.Delete(folder["run/run.json"]);
        var resumed = Invocation.Of("train", "--resume", "--out", folder["link"]);
        Assert.True(resumed.Status == 0, resumed.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("999999999999")]
    public void A_checkpoint_does_not_cut_metrics_where_it_likes(string length)
    {
        Make("nothing", "nothing", finished: false);
        var checkpoint = folder["run/checkpoint/checkpoint.safetensors"];
        File.Delete(folder["run/checkpoint/earlier.safetensors"]);
        using (var content = Accrete.Files.Tensors.SafeTensors.Read(checkpoint))
        {
            var metadata = content.Metadata.ToDictionary(
                m => m.Key,
                m => m.Key == "accrete.metrics" ? length : m.Value
            );
            using var file = File.Create(checkpoint);
            Accrete.Files.Tensors.SafeTensors.Write(file, content.Tensors, metadata);
        }

        var metrics = File.ReadAllBytes(folder["run/metrics.jsonl"]);
        var answer = Invocation.Of("train", "--resume", "--out", folder["run"]);
        Assert.Equal(length == "0" ? 0 : 2, answer.Status);
        Assert.True(length == "0" || metrics.AsSpan().SequenceEqual(File.ReadAllBytes(folder["run/metrics.jsonl"])));
    }

    [Theory]
    [InlineData("report", "plan.json")]
    [InlineData("report", "run.json")]
    [InlineData("report", "metrics.jsonl")]
    [InlineData("report", "comparison.json")]
    [InlineData("evaluate", "plan.json")]
    [InlineData("evaluate", "images.txt")]
    [InlineData("train", "plan.json")]
    [InlineData("train", "run.json")]
    public void Files_of_any_size_are_refused_by_name_before_they_take_memory(string command, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows fills files up.");
        Make("nothing", "nothing", finished: true);
        SparseFile.Lengthen(folder[$"run/{name}"]);
        var before = GC.GetTotalAllocatedBytes();
        var answer = Invocation.Of(
            command == "train" ? ["train", "--resume", "--out", folder["run"]] : Arguments(command)
        );
        Assert.Equal((2, ""), (answer.Status, answer.Output));
        Assert.StartsWith(
            $"error: {folder["run"]}/{name}: has 6144 MB, and such a file has at most ",
            Assert.Single(answer.Error.TrimEnd().Split('\n')),
            StringComparison.Ordinal
        );
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }

    private string[] Arguments(string command) =>
        command switch
        {
            "predict" => ["predict", folder["run"], folder["photos/a/00.png"]],
            "predict --mutual" => ["predict", "--mutual", folder["run"], folder["photos/a/00.png"]],
            "evaluate" => ["evaluate", folder["run"], "--no-noise", "--corruptions", "none"],
            "export" => ["export", folder["run"], "--out", folder["model.onnx"], "--force"],
            "detect" => ["detect", folder["run"], "--attacks", "fgsm", "--steps", "1", "--aware-steps", "1"],
            _ => [command, folder["run"]],
        };

    private void Make(string name, string kind, bool finished)
    {
        foreach (var path in new[] { "run", "outside" }.Select(n => folder[n]).Where(Directory.Exists))
        {
            Directory.Delete(path, recursive: true);
        }

        Copy(folder["whole"], folder["run"]);
        Directory.CreateDirectory(folder["outside"]);
        if (!finished)
        {
            File.Delete(folder["run/run.json"]);
        }

        var (inner, outer) = (Path.Combine(folder["run"], name), folder["outside/victim"]);
        switch (kind)
        {
            case "link" when Directory.Exists(inner):
                Directory.Move(inner, outer);
                Directory.CreateSymbolicLink(inner, outer);
                break;
            case "link" when name == "tensorboard":
                Directory.CreateDirectory(outer);
                File.WriteAllText(Path.Combine(outer, "events.out.tfevents.1"), "mine");
                Directory.CreateSymbolicLink(inner, outer);
                break;
            case "link":
                Place(inner, outer);
                File.CreateSymbolicLink(inner, outer);
                break;
            case "link to nothing":
                File.Delete(inner);
                File.CreateSymbolicLink(inner, outer);
                break;
            case "folder":
                File.Delete(inner);
                Directory.CreateDirectory(inner);
                break;
            case "pipe":
                File.Delete(inner);
                Pipe.At(inner);
                break;
        }

        listed = Directory.Exists(outer) ? Listing(outer) : [];
    }

    private void Place(string inner, string outer)
    {
        if (File.Exists(inner))
        {
            File.Move(inner, outer);
        }
        else
        {
            File.WriteAllText(outer, "mine");
        }

        placed = File.ReadAllBytes(outer);
    }

    private void AssertRefused(string name, string kind, Invocation answer, bool mayPass)
    {
        Assert.True(
            answer.Status == 2 || (mayPass && answer.Status == 0),
            $"{name}, {kind}: {answer.Status} {answer.Output} {answer.Error}"
        );
        Assert.True(
            answer.Status == 0 || answer.Error.Trim().Split('\n').Length == 1,
            $"{name}, {kind}: {answer.Error}"
        );
        var victim = folder["outside/victim"];
        Assert.True(Directory.GetFileSystemEntries(folder["outside"]).Length <= 1);
        if (File.Exists(victim))
        {
            Assert.Equal(placed, File.ReadAllBytes(victim));
        }
        else if (Directory.Exists(victim))
        {
            Assert.Equal(listed, Listing(victim));
        }
    }

    private static string[] Listing(string path) =>
        [
            .. Directory
                .EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Order()
                .Select(f => Path.GetRelativePath(path, f) + Convert.ToHexString(File.ReadAllBytes(f))),
        ];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
