namespace Accrete.Blueprints;

/// <summary>
/// VGG networks with batch norm and the three linear layers of the paper, with the names of torchvision.
/// </summary>
/// <remarks>
/// Simonyan and Zisserman, <i>Very Deep Convolutional Networks for Large-Scale Image Recognition</i>, 2015. The map is
/// flattened as it is: torchvision averages it to 7 x 7 pixels before, which changes nothing for images of 224 x 224.
/// Depth scales the convolutions of each block; as torchvision numbers the layers through, a shallower member leaves
/// out numbers, and convolutions that the full network does not have are called
/// <c>features.extra{block}_{convolution}.0</c>. There is one stem.
/// </remarks>
internal sealed record TorchvisionVgg(int Layers) : IArchitecture
{
    private const int HiddenFeatures = 4096;

    public string Name => $"vgg{Layers}-bn";

    public Blueprint Build(ImageShape input, int classes, Scale scale)
    {
        var b = new BlueprintBuilder(Name, input);
        var (last, number) = (Blueprint.Image, 0);
        foreach (var (block, (width, depth)) in Vgg.BlockWidths.Zip(Vgg.DepthsOf(Layers)).Index())
        {
            for (var i = 0; i < scale.Layers(depth); i++)
            {
                last = b.ConvolutionNormRelu(
                    last,
                    scale.Channels(width),
                    i < depth ? Numbered(number + 3 * i) : Extra(block + 1, i + 1),
                    bias: true
                );
            }

            number += 3 * depth;
            last = b.Fits(last, 2) ? b.MaxPooling(last, name: $"features.{number}") : last;
            number++;
        }

        last = BuildHidden(b, b.Flatten(last, "flatten"), scale, 0);
        b.Linear(BuildHidden(b, last, scale, 3), classes, name: "classifier.6");
        return b.Build();
    }

    private static string BuildHidden(BlueprintBuilder b, string from, Scale scale, int number)
    {
        var made = b.Linear(from, scale.Channels(HiddenFeatures), name: $"classifier.{number}");
        return b.Dropout(b.Relu(made, name: $"classifier.{number + 1}"), 0.5, $"classifier.{number + 2}");
    }

    private static (string Convolution, string Norm, string Relu) Numbered(int number) =>
        ($"features.{number}", $"features.{number + 1}", $"features.{number + 2}");

    private static (string Convolution, string Norm, string Relu) Extra(int block, int convolution) =>
        (
            $"features.extra{block}_{convolution}.0",
            $"features.extra{block}_{convolution}.1",
            $"features.extra{block}_{convolution}.2"
        );
}
