using System.Text;
using Accrete.Tests.Cli.Commands;

namespace Accrete.Tests.Cli;

/// <summary>What is handed to others says neither where it was made nor on which machine.</summary>
public sealed class HandedAroundTests : IDisposable
{
    private const string Telltale = "home-of-jane";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void No_file_but_the_plan_names_the_machine_or_its_folders()
    {
        TinyTask.Write(folder);
        var home = Directory.CreateDirectory(folder[Telltale]).FullName;
        Directory.Move(folder["photos"], Path.Combine(home, "photos"));
        string At(string name) => Path.Combine(home, name);

        var trained = Invocation.Of(
            "train",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            At("photos"),
            "--out",
            At("run"),
            "--tensorboard",
            "--json"
        );
        Assert.True(trained.Status == 0, trained.Error);
        Assert.DoesNotContain(Telltale, trained.Output, StringComparison.Ordinal);
        Do(
            "train",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            At("photos"),
            "--out",
            At("timed"),
            "--budget",
            "3e7macs"
        );
        Do("evaluate", At("run"), "--corruptions", "none", "--out", At("evaluated"));
        Do("detect", At("run"), "--images", "4", "--attacks", "fgsm", "--out", At("detected"));
        Do(
            "compare",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            At("photos"),
            "--seeds",
            "1",
            "--arms",
            "cumulative",
            "scratch",
            "--out",
            At("compared")
        );
        Do("export", At("run"), "--out", At("model.onnx"));
        Do("grow", At("run"), "--widen", "1.5", "--out", At("grown.safetensors"));
        Do("report", At("run"), "--out", At("page.html"));

        var files = Directory
            .GetFiles(home, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "plan.json" && !f.Contains("photos", StringComparison.Ordinal))
            .ToArray();
        Assert.True(files.Length > 20);
        Assert.All(
            files,
            file =>
            {
                var content = Path.GetFileName(file) + Encoding.Latin1.GetString(File.ReadAllBytes(file));
                Assert.DoesNotContain(Telltale, content, StringComparison.Ordinal);
                Assert.DoesNotContain(folder.Path, content, StringComparison.Ordinal);
                // A host may be called a word.
                if (Environment.MachineName.Length > 6)
                {
                    Assert.DoesNotContain(Environment.MachineName, content, StringComparison.OrdinalIgnoreCase);
                }
            }
        );

        // The plan keeps where the data are, for --resume and for training again, with a budget too.
        Assert.Contains(Telltale, File.ReadAllText(At("run/plan.json")), StringComparison.Ordinal);
        Assert.Contains(Telltale, File.ReadAllText(At("timed/plan.json")), StringComparison.Ordinal);
        Assert.Equal(trained.Output, Invocation.Of("train", "--resume", "--out", At("run"), "--json").Output);
        Do(
            "compare",
            "--recipe",
            folder["recipe.toml"],
            "--data",
            At("photos"),
            "--seeds",
            "1",
            "--arms",
            "cumulative",
            "scratch",
            "--out",
            At("compared")
        );
    }

    private static void Do(params string[] arguments)
    {
        var answer = Invocation.Of(arguments);
        Assert.True(answer.Status == 0, answer.Error);
    }
}
