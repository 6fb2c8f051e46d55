using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Robustness.Detection;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Detection;

/// <summary>
/// Networks with fresh weights for grey images of three classes, the earlier ones for smaller images; and such images.
/// </summary>
internal static class MadeFamily
{
    public static IReadOnlyList<string> Classes { get; } = ["a", "b", "c"];

    public static IReadOnlyList<Model> Models(params int[] sides) =>
        [
            .. sides.Select(
                (side, i) =>
                {
                    var blueprint = Architectures
                        .Find("vgg-small")
                        .Build(new ImageShape(1, side, side), Classes.Count, 0.1);
                    return new Model(
                        new Network(blueprint, new Seed((ulong)i)),
                        Classes,
                        new Preprocessing(blueprint.Input, [0.5f], [0.25f])
                    );
                }
            ),
        ];

    public static Family Make(params int[] sides)
    {
        var models = Models(sides);
        try
        {
            return new Family(models);
        }
        finally
        {
            foreach (var model in models)
            {
                model.Dispose();
            }
        }
    }

    /// <summary>Images of 12 x 12 pixels: noise around a brightness of their own.</summary>
    public static Dataset Data(int train, int test) => new("spots", Classes, Set(train, 1), Set(test, 2), "5b075");

    private static ImageSet Set(int count, int seed)
    {
        using var scope = NewDisposeScope();
        using var draws = new Generator((ulong)seed);
        var brightness = (rand([count, 1, 1, 1], generator: draws) * 150) + 50;
        return new ImageSet(
            (brightness + (randn([count, 1, 12, 12], generator: draws) * 15)).clamp(0, 255).to_type(ScalarType.Byte),
            arange(count) % Classes.Count
        );
    }
}
