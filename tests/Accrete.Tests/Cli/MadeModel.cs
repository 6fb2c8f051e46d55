using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Networks;
using Accrete.Storage;
using Accrete.Training;

namespace Accrete.Tests.Cli;

/// <summary>A tiny model with fresh weights: vgg-small at a tenth of its widths, for images of 1x12x12.</summary>
internal static class MadeModel
{
    public static IReadOnlyList<string> Classes { get; } = ["ant", "bee", "cat", "dog"];

    public static Model Make()
    {
        var blueprint = Architectures.Find("vgg-small").Build(new ImageShape(1, 12, 12), Classes.Count, 0.1);
        return new Model(
            new Network(blueprint, new Seed(3)),
            Classes,
            new Preprocessing(blueprint.Input, [0.4f], [0.3f])
        );
    }

    /// <summary>Writes one and gives its path.</summary>
    public static string Write(string path)
    {
        var model = Make();
        using var network = model.Network;
        ModelFile.Write(path, model);
        return path;
    }
}
