using System.Text.Json.Serialization;
using Accrete.Cli.Terminal;
using Accrete.Inference;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete export</c> and <c>accrete import</c> say of the file that they wrote.</summary>
/// <param name="File">Its path.</param>
/// <param name="Format"><c>onnx</c>, <c>safetensors</c> (weights alone) or <c>model</c> (a model file).</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Network">The architecture's name.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="Input">The image, <c>[C, H, W]</c>.</param>
/// <param name="Classes">The number of classes.</param>
/// <param name="Mean">The mean of each channel by which images are normalised, in pixel values from 0 to 1.</param>
/// <param name="Deviation">The standard deviation of each channel.</param>
internal sealed record WrittenModel(
    string File,
    string Format,
    long Bytes,
    string Network,
    long Parameters,
    IReadOnlyList<int> Input,
    int Classes,
    IReadOnlyList<float> Mean,
    IReadOnlyList<float> Deviation
)
{
    public static WrittenModel Of(string path, string format, Model model)
    {
        var blueprint = model.Network.Blueprint;
        var (input, preprocessing) = (blueprint.Input, model.Preprocessing);
        return new WrittenModel(
            path,
            format,
            new FileInfo(path).Length,
            blueprint.Name,
            blueprint.ParameterCount,
            [input.Channels, input.Height, input.Width],
            blueprint.Classes,
            preprocessing.Mean,
            preprocessing.Deviation
        );
    }

    public void Print(Screen screen, bool json)
    {
        if (json)
        {
            screen.Document(this, WrittenModelJson.Default.WrittenModel);
            return;
        }

        screen.People.WriteLine(
            $"{File}: {Network} for images of {string.Join('x', Input)} and {Counted.Of(Classes, "class")}, "
                + $"{Counted.Of(Parameters, "parameter")}, {NumberText.Short(Bytes)}B; mean {Numbers(Mean)}, "
                + $"deviation {Numbers(Deviation)}."
        );
    }

    private static string Numbers(IReadOnlyList<float> numbers) =>
        string.Join(",", numbers.Select(n => NumberText.Plain(n)));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WrittenModel))]
internal sealed partial class WrittenModelJson : JsonSerializerContext;
