namespace Accrete.Blueprints;

/// <summary>GoogLeNet with batch norm and without auxiliary heads, with the names of torchvision.</summary>
/// <remarks>
/// Szegedy et al., <i>Going Deeper with Convolutions</i>, 2015. As in torchvision, the third branch has a 3 x 3 kernel
/// where the paper has 5 x 5. The large stem is the paper's; the small one is a 3 x 3 convolution of stride 1 without
/// pooling, as is usual for 32 x 32 pixels. It has one depth: a scale's depth changes nothing.
/// </remarks>
internal sealed record GoogLeNet : IArchitecture
{
    private const double Epsilon = 0.001;
    private const int StemWidth = 64;
    private const int StemEnd = 192;

    private static readonly (int Stage, Inception[] Blocks)[] Stages =
    [
        (3, [new(64, 96, 128, 16, 32, 32), new(128, 128, 192, 32, 96, 64)]),
        (
            4,
            [
                new(192, 96, 208, 16, 48, 64),
                new(160, 112, 224, 24, 64, 64),
                new(128, 128, 256, 24, 64, 64),
                new(112, 144, 288, 32, 64, 64),
                new(256, 160, 320, 32, 128, 128),
            ]
        ),
        (5, [new(256, 160, 320, 32, 128, 128), new(384, 192, 384, 48, 128, 128)]),
    ];

    public string Name => "googlenet";

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = scale.IsLarge(input)
            ? BuildLargeStem(b, scale)
            : BuildConvolution(b, Blueprint.Image, scale.Channels(StemEnd), 3, "conv1");
        foreach (var (stage, blocks) in Stages)
        {
            if (stage > 3)
            {
                last = Halved(b, last, stage == 5 ? 2 : 3, $"maxpool{stage - 1}");
            }

            for (var block = 0; block < blocks.Length; block++)
            {
                last = BuildInception(b, scale, last, blocks[block], $"inception{stage}{(char)('a' + block)}");
            }
        }

        b.Linear(b.Dropout(b.GlobalAveragePooling(last, "avgpool"), 0.2, "dropout"), classes, name: "fc");
        return b.Build();
    }

    private static string BuildLargeStem(BlueprintBuilder b, Scale scale)
    {
        var last = Halved(
            b,
            BuildConvolution(b, Blueprint.Image, scale.Channels(StemWidth), 7, "conv1", stride: 2),
            3,
            "maxpool1"
        );
        last = BuildConvolution(b, last, scale.Channels(StemWidth), 1, "conv2");
        return Halved(b, BuildConvolution(b, last, scale.Channels(StemEnd), 3, "conv3"), 3, "maxpool2");
    }

    private static string BuildInception(BlueprintBuilder b, Scale scale, string from, Inception widths, string name)
    {
        var first = BuildConvolution(b, from, scale.Channels(widths.One), 1, $"{name}.branch1");
        var second = BuildConvolution(b, from, scale.Channels(widths.ReducedTwo), 1, $"{name}.branch2.0");
        second = BuildConvolution(b, second, scale.Channels(widths.Two), 3, $"{name}.branch2.1");
        var third = BuildConvolution(b, from, scale.Channels(widths.ReducedThree), 1, $"{name}.branch3.0");
        third = BuildConvolution(b, third, scale.Channels(widths.Three), 3, $"{name}.branch3.1");
        var fourth = b.MaxPooling(from, 3, 1, 1, name: $"{name}.branch4.0");
        fourth = BuildConvolution(b, fourth, scale.Channels(widths.Four), 1, $"{name}.branch4.1");
        return b.Concat([first, second, third, fourth], $"{name}.concat");
    }

    private static string BuildConvolution(
        BlueprintBuilder b,
        string from,
        int channels,
        int kernel,
        string name,
        int stride = 1
    ) =>
        b.ConvolutionNormRelu(
            from,
            channels,
            ($"{name}.conv", $"{name}.bn", $"{name}.relu"),
            kernel,
            stride,
            epsilon: Epsilon
        );

    private static string Halved(BlueprintBuilder b, string from, int side, string name) =>
        b.Fits(from, side) ? b.MaxPooling(from, side, 2, ceiling: true, name: name) : from;

    /// <summary>Widths of the four branches; the second and third first reduce their channels.</summary>
    private sealed record Inception(int One, int ReducedTwo, int Two, int ReducedThree, int Three, int Four);
}
