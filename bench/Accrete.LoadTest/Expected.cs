using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Machine;
using Accrete.Networks;
using Accrete.Storage;
using Accrete.Training;
using TorchSharp;

namespace Accrete.LoadTest;

/// <summary>What the library says without a service, in this process.</summary>
internal static class Expected
{
    private const int Named = 5;

    /// <summary>Writes a small model that has learned nothing.</summary>
    public static void WriteModel(string path)
    {
        LibTorch.Load();
        var blueprint = Architectures.Build("vgg-small", new ImageShape(3, 32, 32), 10, 0.5);
        using var network = new Network(blueprint, new Seed(1));
        ModelFile.Write(
            path,
            new Model(
                network,
                [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
                new Preprocessing(blueprint.Input, [0.5f, 0.5f, 0.5f], [0.3f, 0.3f, 0.3f])
            )
        );
    }

    /// <summary>The answers to images, each by itself on one thread, as a service computes them.</summary>
    /// <param name="path">A model file or a run.</param>
    /// <param name="mutual">Whether all networks of the run are asked.</param>
    /// <param name="images">The images.</param>
    public static Prediction[] Of(string path, bool mutual, IEnumerable<byte[]> images)
    {
        LibTorch.Load();
        torch.set_num_threads(1);
        var model = ModelFile.Read(Directory.Exists(path) ? Path.Combine(path, "model.safetensors") : path);
        using var network = model.Network;
        using var inference = mutual ? StoredRun.ReadDetector(path) : null;
        var predictor = new Predictor(model, batchSize: 1, Named, inference);
        return [.. images.Select(i => predictor.Predict(i, "the image"))];
    }
}
