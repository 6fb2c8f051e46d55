namespace Accrete.Blueprints;

/// <summary>MobileNetV2: inverted residual blocks of depthwise convolutions, with the names of torchvision.</summary>
/// <remarks>
/// Sandler et al., <i>MobileNetV2: Inverted Residuals and Linear Bottlenecks</i>, 2018. The large stem halves images at
/// once and again in the second group; the small one does neither, as is usual for 32 x 32 pixels. Widths are scaled
/// without torchvision's rounding to multiples of 8, which changes nothing at width 1. Depth scales the blocks of each
/// group; as torchvision numbers them through, a shallower member leaves out numbers, and blocks that the full network
/// does not have are called
/// <c>features.extra{group}_{block}</c>.
/// </remarks>
internal sealed record MobileNetV2 : IArchitecture
{
    private const int StemWidth = 32;
    private const int LastWidth = 1280;
    private const double Limit = 6;

    private static readonly (int Expansion, int Width, int Blocks, int Stride)[] Groups =
    [
        (1, 16, 1, 1),
        (6, 24, 2, 2),
        (6, 32, 3, 2),
        (6, 64, 4, 2),
        (6, 96, 3, 1),
        (6, 160, 3, 2),
        (6, 320, 1, 1),
    ];

    public string Name => "mobilenetv2";

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var large = scale.IsLarge(input);
        var last = b.ConvolutionNormRelu(
            Blueprint.Image,
            scale.Channels(StemWidth),
            Names("features.0"),
            stride: large ? 2 : 1,
            limit: Limit
        );
        var (number, from) = (1, StemWidth);
        for (var group = 0; group < Groups.Length; group++)
        {
            var (expansion, width, blocks, stride) = Groups[group];
            for (var block = 0; block < scale.Layers(blocks); block++)
            {
                var name = block < blocks ? $"features.{number + block}" : $"features.extra{group + 1}_{block + 1}";
                last =
                    block == 0
                        ? BuildPath(
                            b,
                            last,
                            name,
                            expansion == 1 ? null : scale.Channels(expansion * from),
                            scale.Channels(width),
                            group == 1 && !large ? 1 : stride
                        )
                        : b.Add(
                            [
                                BuildPath(
                                    b,
                                    last,
                                    name,
                                    expansion == 1 ? null : scale.Channels(expansion * width),
                                    scale.Channels(width),
                                    stride: 1
                                ),
                                last,
                            ],
                            $"{name}.add"
                        );
            }

            (number, from) = (number + blocks, width);
        }

        last = b.ConvolutionNormRelu(
            last,
            scale.Channels(LastWidth),
            Names($"features.{number}"),
            kernel: 1,
            limit: Limit
        );
        last = b.Dropout(b.GlobalAveragePooling(last, "avgpool"), 0.2, "classifier.0");
        b.Linear(last, classes, name: "classifier.1");
        return b.Build();
    }

    // The first group does not expand: its depthwise convolution reads the stem's channels as they are.
    private static string BuildPath(
        BlueprintBuilder b,
        string from,
        string name,
        int? expanded,
        int channels,
        int stride
    )
    {
        var last = expanded is { } hidden
            ? b.ConvolutionNormRelu(from, hidden, Names($"{name}.conv.0"), kernel: 1, limit: Limit)
            : from;
        var at = expanded is null ? 0 : 1;
        var depthwise = Names($"{name}.conv.{at}");
        last = b.DepthwiseConvolution(last, stride: stride, name: depthwise.Convolution);
        last = b.Relu(b.BatchNorm(last, name: depthwise.Norm), Limit, depthwise.Relu);
        return b.BatchNorm(
            b.Convolution(last, channels, 1, name: $"{name}.conv.{at + 1}"),
            name: $"{name}.conv.{at + 2}"
        );
    }

    private static (string Convolution, string Norm, string Relu) Names(string block) =>
        ($"{block}.0", $"{block}.1", $"{block}.2");
}
