using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>VGG networks with batch norm and one linear head, for any image size.</summary>
/// <remarks>Simonyan and Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015.</remarks>
internal sealed record Vgg(string Name, IReadOnlyList<int> Widths, IReadOnlyList<int> Depths, bool Averages) : IArchitecture
{
    public static Vgg Small { get; } = new("vgg-small", [32, 64, 128], [2, 2, 2], Averages: true);

    public static Vgg Of(int layers) => new($"vgg{layers}", [64, 128, 256, 512, 512], layers switch
    {
        11 => [1, 1, 2, 2, 2],
        13 => [2, 2, 2, 2, 2],
        16 => [2, 2, 3, 3, 3],
        19 => [2, 2, 4, 4, 4],
        _ => throw new ArgumentOutOfRangeException(nameof(layers), layers, "VGG has 11, 13, 16 or 19 layers."),
    }, Averages: false);

    public Blueprint Build(ImageShape input, int classes, double width, double depth)
    {
        var layers = new List<Layer>();
        var last = Blueprint.Image;
        var side = Math.Min(input.Height, input.Width);
        for (var block = 1; block <= Widths.Count; block++)
        {
            last = AddBlock(layers, block, last, Scaled(Widths[block - 1], width), Scaled(Depths[block - 1], depth));
            // A map of one pixel cannot be halved: on small images the later blocks keep their size.
            if (side >= 2)
            {
                layers.Add(new MaxPooling($"pool{block}", last));
                last = layers[^1].Name;
                side /= 2;
            }
        }

        layers.Add(Averages ? new GlobalAveragePooling("features", last) : new Flatten("features", last));
        layers.Add(new Linear("head", "features", classes));
        return new Blueprint(Name, input, layers);
    }

    private static string AddBlock(List<Layer> layers, int block, string last, int channels, int depth)
    {
        for (var i = 1; i <= depth; i++)
        {
            var place = $"{block}_{i}";
            layers.Add(new Convolution($"conv{place}", last, channels));
            layers.Add(new BatchNorm($"norm{place}", $"conv{place}"));
            layers.Add(new Relu($"relu{place}", $"norm{place}"));
            last = $"relu{place}";
        }

        return last;
    }

    private static int Scaled(int full, double share) => Math.Max(1, (int)Math.Round(full * share, MidpointRounding.AwayFromZero));
}
