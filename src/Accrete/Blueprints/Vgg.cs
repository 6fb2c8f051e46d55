namespace Accrete.Blueprints;

/// <summary>VGG networks with batch norm and one linear head, for any image size.</summary>
/// <remarks>
/// Simonyan and Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015.
/// </remarks>
internal sealed record Vgg(string Name, IReadOnlyList<int> Widths, IReadOnlyList<int> Depths, bool Averages)
    : IArchitecture
{
    public static Vgg Small { get; } = new("vgg-small", [32, 64, 128], [2, 2, 2], Averages: true);

    /// <summary>Channels of each of the five blocks.</summary>
    public static IReadOnlyList<int> BlockWidths { get; } = [64, 128, 256, 512, 512];

    public static Vgg Of(int layers) => new($"vgg{layers}", BlockWidths, DepthsOf(layers), Averages: false);

    /// <summary>
    /// The same with global average pooling before its head, so that the images of one network can grow.
    /// </summary>
    public static Vgg Averaging(int layers) => new($"vgg{layers}-gap", BlockWidths, DepthsOf(layers), Averages: true);

    /// <summary>Convolutions in each of the five blocks.</summary>
    public static IReadOnlyList<int> DepthsOf(int layers) =>
        layers switch
        {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => throw new ArgumentOutOfRangeException(nameof(layers), layers, "VGG has 11, 13, 16 or 19 layers."),
        };

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = Blueprint.Image;
        for (var block = 1; block <= Widths.Count; block++)
        {
            var channels = scale.Channels(Widths[block - 1]);
            for (var i = 1; i <= scale.Layers(Depths[block - 1]); i++)
            {
                last = b.ConvolutionNormRelu(
                    last,
                    channels,
                    ($"conv{block}_{i}", $"norm{block}_{i}", $"relu{block}_{i}")
                );
            }

            last = b.Fits(last, 2) ? b.MaxPooling(last, name: $"pool{block}") : last;
        }

        last = Averages ? b.GlobalAveragePooling(last, "features") : b.Flatten(last, "features");
        b.Linear(last, classes, name: "head");
        return b.Build();
    }
}
