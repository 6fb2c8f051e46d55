using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Interchange;
using Accrete.Networks;
using Accrete.Tests.Cli;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Repository.Documented;

/// <summary>
/// A current folder with the files that the pages speak of, small: photos, pictures, runs, models. Tests run one after
/// the other, so no other one sees it.
/// </summary>
public sealed class DocumentedPlace : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string before = Directory.GetCurrentDirectory();

    public DocumentedPlace()
    {
        Directory.SetCurrentDirectory(folder.Path);
        WriteImages();
        WriteCorrupted();
        WriteModels();
        foreach (var (name, seed) in new[] { ("mine", 1), ("a", 2), ("c", 3), ("d", 4) })
        {
            Train($"runs/{name}", "accrete train --out runs/mine", $"--seed={seed}");
        }

        Train("runs/photos", "accrete train --data photos/ --out runs/photos", "--data=photos/");
        File.Copy("runs/mine/model.safetensors", "model.safetensors");
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(before);
        folder.Dispose();
    }

    private static void Train(string run, string like, string option)
    {
        var trial = DocumentedCommands.Trials[like];
        var answer = Invocation.Of(["train", "--out", run, option, .. trial.More]);
        Assert.True(answer.Status == 0, $"{run}: {answer.Error}");
    }

    private void WriteImages()
    {
        MadePhotos.Write(folder);
        MadePhotos.Write(folder, "moved/photos");
        foreach (var name in new[] { "picture.png", "pictures/a/1.png", "pictures/b/2.png", "pictures/b/3.png" })
        {
            folder.Write(name, Made.Png(28, 28, (x, y) => x > y ? SKColors.White : SKColors.Black));
        }

        // A decoder goes by the content and not by the ending.
        folder.Write("new.jpg", Made.Png(20, 20, (x, _) => x > 9 ? SKColors.Red : SKColors.Blue));
    }

    private void WriteCorrupted()
    {
        using var sample = DatasetCatalog.Open(new DatasetRequest { NameOrPath = "sample" });
        var labels = sample.Test.CopyLabels();
        var rows = 5 * labels.Length;
        folder.Write("CIFAR-10-C/fog.npy", Made.Npy("|u1", $"({rows}, 14, 14, 1)", new byte[rows * 14 * 14]));
        folder.Write(
            "CIFAR-10-C/labels.npy",
            Made.Npy("|u1", $"({rows},)", [.. Enumerable.Range(0, rows).Select(i => (byte)labels[i % labels.Length])])
        );
    }

    private void WriteModels()
    {
        var pages = MarkdownPages.All.ToDictionary(p => p.Name);
        var blueprint = pages["docs/own-network.md"].Blocks.Single(b => b.Language == "json").Body;
        folder.Write("mine.json", blueprint);
        folder.Write("small.json", blueprint.Replace("\"channels\": 32", "\"channels\": 2", StringComparison.Ordinal));
        folder.Write("small-photos.toml", pages["docs/recipes.md"].Blocks.Single(b => b.Language == "toml").Body);
        folder.Write("classes.txt", string.Join('\n', Enumerable.Range(0, 10).Select(i => $"class {i}")));

        using var large = Fresh(224);
        StateDictFile.Write("weights.safetensors", large);
        using var residual = new Model(
            Fresh(32),
            [.. Enumerable.Range(0, 10).Select(i => $"{i}")],
            new Preprocessing(new ImageShape(3, 32, 32), [0.5f, 0.5f, 0.5f], [0.2f, 0.2f, 0.2f])
        );
        residual.Save("residual.safetensors");
    }

    private static Network Fresh(int size) =>
        new(Architectures.Build("resnet18", new ImageShape(3, size, size), 10, 0.1), new Seed(1));
}
