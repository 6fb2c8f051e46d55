using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;

namespace Accrete.Tests.Cli;

/// <summary>A tiny model with fresh weights: vgg-small at a tenth of its widths, for images of 1x12x12.</summary>
internal static class MadeModel
{
    public static IReadOnlyList<string> Classes { get; } = ["ant", "bee", "cat", "dog"];

    /// <param name="classes">Other names of its classes.</param>
    /// <param name="network">Another network, which the model owns.</param>
    public static Model Make(IReadOnlyList<string>? classes = null, Network? network = null)
    {
        var blueprint = Architectures.Find("vgg-small").Build(new ImageShape(1, 12, 12), Classes.Count, 0.1);
        return new Model(
            network ?? new Network(blueprint, new Seed(3)),
            classes ?? Classes,
            new Preprocessing(blueprint.Input, [0.4f], [0.3f])
        );
    }

    /// <summary>Writes one and gives its path.</summary>
    public static string Write(string path)
    {
        using var model = Make();
        model.Save(path);
        return path;
    }
}
