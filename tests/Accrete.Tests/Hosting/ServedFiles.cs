using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Extensions.Hosting;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Tests.Datasets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SkiaSharp;

namespace Accrete.Tests.Hosting;

/// <summary>Models of one architecture with different weights, and what they say of images.</summary>
internal static class ServedFiles
{
    public static IReadOnlyList<string> Classes { get; } = ["ant", "bee", "cat", "dog"];

    /// <summary>Images that all look different.</summary>
    public static byte[][] Images { get; } =
    [
        .. Enumerable
            .Range(0, 12)
            .Select(i => Made.Png(12, 12, (x, y) => new SKColor((byte)(i * 20), (byte)(x * y), (byte)(255 - x * i)))),
    ];

    /// <summary>Writes the model of a seed, and gives what it says of each image without a host.</summary>
    public static double[] Write(string path, ulong seed)
    {
        var blueprint = Architectures.Build("vgg-small", new ImageShape(3, 12, 12), Classes.Count, 0.1);
        using var model = new Model(
            new Network(blueprint, new Seed(seed)),
            Classes,
            new Preprocessing(blueprint.Input, [0.4f, 0.4f, 0.4f], [0.3f, 0.3f, 0.3f])
        );
        model.Save(path);
        using var predictor = new Predictor(model);
        return [.. Images.Select(i => predictor.Predict(i).Top[0].Confidence)];
    }

    /// <summary>Services with a model that is looked at every few milliseconds.</summary>
    public static ServiceProvider Serve(string path, Action<AccreteModelOptions>? configure = null, KeptLog? log = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(b => b.AddProvider(log ?? new KeptLog()));
        services
            .AddAccreteModel(o =>
            {
                o.Path = path;
                o.Concurrency = 2;
                o.ReloadInterval = TimeSpan.FromMilliseconds(20);
            })
            .Configure(o => configure?.Invoke(o));
        services.AddHealthChecks().AddAccreteModel();
        return services.BuildServiceProvider();
    }

    /// <summary>Waits for something that takes a moment.</summary>
    public static async Task Until(Func<Task<bool>> happened)
    {
        for (var tries = 0; !await happened(); tries++)
        {
            Assert.True(tries < 3000, "it did not happen within 30 seconds");
            await Task.Delay(10);
        }
    }
}
