namespace Accrete.Blueprints;

/// <summary>
/// Densely connected networks with bottlenecks and compression (DenseNet-BC), with the names of torchvision.
/// </summary>
/// <remarks>
/// Huang et al., <i>Densely Connected Convolutional Networks</i>, 2017. The large stem is a 7 x 7 convolution of stride
/// 2, a norm and a max pooling; the small one a 3 x 3 convolution alone. Width scales the growth rate and the stem,
/// depth the layers of each block.
/// </remarks>
internal sealed record DenseNet(string Name, int GrowthRate, IReadOnlyList<int> Layers) : IArchitecture
{
    // Channels between a dense layer's two convolutions, in growth rates.
    private const int Bottleneck = 4;

    public static DenseNet With121Layers { get; } = new("densenet121", 32, [6, 12, 24, 16]);

    public static DenseNet With100Layers { get; } = new("densenet-bc-100", 12, [16, 16, 16]);

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var last = BuildStem(b, scale.Channels(2 * GrowthRate), scale.IsLarge(input));
        for (var block = 1; block <= Layers.Count; block++)
        {
            for (var layer = 1; layer <= scale.Layers(Layers[block - 1]); layer++)
            {
                last = BuildDenseLayer(b, scale, last, $"features.denseblock{block}.denselayer{layer}");
            }

            if (block < Layers.Count)
            {
                last = BuildTransition(b, last, $"features.transition{block}");
            }
        }

        last = b.Relu(b.BatchNorm(last, name: "features.norm5"), name: "features.relu5");
        b.Linear(b.GlobalAveragePooling(last, "avgpool"), classes, name: "classifier");
        return b.Build();
    }

    private static string BuildStem(BlueprintBuilder b, int channels, bool large)
    {
        if (!large)
        {
            return b.Convolution(Blueprint.Image, channels, name: "features.conv0");
        }

        var last = b.ConvolutionNormRelu(
            Blueprint.Image,
            channels,
            ("features.conv0", "features.norm0", "features.relu0"),
            kernel: 7,
            stride: 2
        );
        return b.MaxPooling(last, 3, 2, 1, name: "features.pool0");
    }

    private string BuildDenseLayer(BlueprintBuilder b, Scale scale, string from, string name)
    {
        var last = b.Relu(b.BatchNorm(from, name: $"{name}.norm1"), name: $"{name}.relu1");
        last = b.ConvolutionNormRelu(
            last,
            scale.Channels(Bottleneck * GrowthRate),
            ($"{name}.conv1", $"{name}.norm2", $"{name}.relu2"),
            kernel: 1
        );
        return b.Concat(
            [from, b.Convolution(last, scale.Channels(GrowthRate), name: $"{name}.conv2")],
            $"{name}.concat"
        );
    }

    private static string BuildTransition(BlueprintBuilder b, string from, string name)
    {
        var last = b.Relu(b.BatchNorm(from, name: $"{name}.norm"), name: $"{name}.relu");
        last = b.Convolution(last, Math.Max(1, b[from].Channels / 2), 1, name: $"{name}.conv");
        return b.Fits(last, 2) ? b.AveragePooling(last, name: $"{name}.pool") : last;
    }
}
