using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Storage;
using TorchSharp;

namespace Accrete.LoadTest;

/// <summary>What the library says without a service, in this process.</summary>
internal static class Expected
{
    private const int Named = 5;

    /// <summary>Writes a small model that has learned nothing.</summary>
    public static void WriteModel(string path)
    {
        var blueprint = Architectures.Build("vgg-small", new ImageShape(3, 32, 32), 10, 0.5);
        using var model = new Model(
            new Network(blueprint, new Seed(1)),
            [.. Enumerable.Range(0, 10).Select(i => $"class {i}")],
            new Preprocessing(blueprint.Input, [0.5f, 0.5f, 0.5f], [0.3f, 0.3f, 0.3f])
        );
        model.Save(path);
    }

    /// <summary>The answers to images, each by itself on one thread, as a service computes them.</summary>
    /// <param name="path">A model file or a run.</param>
    /// <param name="mutual">Whether all networks of the run are asked.</param>
    /// <param name="images">The images.</param>
    public static Prediction[] Of(string path, bool mutual, IEnumerable<byte[]> images)
    {
        using var model = Model.Load(path);
        torch.set_num_threads(1);
        using var inference = mutual ? StoredRun.ReadDetector(path) : null;
        using var predictor = new Predictor(model, new PredictorOptions { Top = Named, Check = inference });
        return [.. images.Select(i => predictor.Predict(i, "the image"))];
    }
}
