namespace Accrete.Blueprints;

/// <summary>Residual networks in four stages, with the names of torchvision.</summary>
/// <remarks>
/// He et al., <i>Deep Residual Learning for Image Recognition</i>, 2016. The large stem is a 7 x 7 convolution of
/// stride 2 and a max pooling; the small one a 3 x 3 convolution of stride 1. Depth scales the blocks of each stage.
/// </remarks>
internal sealed record ResNet(string Name, IReadOnlyList<int> Blocks, bool HasBottlenecks) : IArchitecture
{
    private const int Narrowest = 64;

    // A bottleneck block gives four times the channels of its 3 x 3 convolution.
    private int Expansion => HasBottlenecks ? 4 : 1;

    public static ResNet Of(int layers) =>
        layers switch
        {
            18 => new("resnet18", [2, 2, 2, 2], HasBottlenecks: false),
            34 => new("resnet34", [3, 4, 6, 3], HasBottlenecks: false),
            50 => new("resnet50", [3, 4, 6, 3], HasBottlenecks: true),
            _ => throw new ArgumentOutOfRangeException(nameof(layers), layers, "This ResNet has 18, 34 or 50 layers."),
        };

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = BuildStem(b, scale, scale.IsLarge(input));
        for (var stage = 1; stage <= Blocks.Count; stage++)
        {
            for (var block = 0; block < scale.Layers(Blocks[stage - 1]); block++)
            {
                last = BuildBlock(b, scale, last, stage, block);
            }
        }

        b.Linear(b.GlobalAveragePooling(last, "avgpool"), classes, name: "fc");
        return b.Build();
    }

    private static string BuildStem(BlueprintBuilder b, Scale scale, bool large)
    {
        var last = b.ConvolutionNormRelu(
            Blueprint.Image,
            scale.Channels(Narrowest),
            ("conv1", "bn1", "relu"),
            large ? 7 : 3,
            large ? 2 : 1
        );
        return large ? b.MaxPooling(last, 3, 2, 1, name: "maxpool") : last;
    }

    private string BuildBlock(BlueprintBuilder b, Scale scale, string from, int stage, int block)
    {
        var name = $"layer{stage}.{block}";
        var stride = stage > 1 && block == 0 ? 2 : 1;
        var width = Narrowest << (stage - 1);
        var channels = scale.Channels(Expansion * width);
        var path = HasBottlenecks
            ? ResidualBlock.Bottleneck(b, from, name, scale.Channels(width), channels, stride)
            : ResidualBlock.Basic(b, from, name, channels, stride);
        // Where the full network changes the shape: in narrow members widths may coincide, but layers are the same in
        // all.
        var shortcut =
            block == 0 && (stage > 1 || HasBottlenecks)
                ? b.BatchNorm(
                    b.Convolution(from, channels, 1, stride, name: $"{name}.downsample.0"),
                    name: $"{name}.downsample.1"
                )
                : from;
        return ResidualBlock.Joined(b, path, shortcut, name);
    }
}
