using System.Text.Json.Serialization;
using Accrete.Blueprints;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete inspect --json</c> prints.</summary>
/// <param name="Name">The architecture's name.</param>
/// <param name="Input">The image, <c>[C, H, W]</c>.</param>
/// <param name="Classes">Width of the last layer.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
/// <param name="TrainingMacs">Those of one image in a training step.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Groups">The channel groups, where they were asked for.</param>
/// <param name="Latency">How long a forward pass takes, where it was measured.</param>
/// <param name="ClassNames">The names of the classes, where they are known.</param>
/// <param name="Preprocessing">What is done to an image first, for a trained network.</param>
internal sealed record InspectDocument(
    string Name,
    IReadOnlyList<int> Input,
    int Classes,
    long Parameters,
    long ForwardMacs,
    long TrainingMacs,
    IReadOnlyList<InspectedLayer> Layers,
    IReadOnlyList<ChannelGroup>? Groups,
    IReadOnlyList<InspectedLatency>? Latency,
    IReadOnlyList<string>? ClassNames,
    Preprocessing? Preprocessing
)
{
    public static InspectDocument Of(Inspected inspected, bool withGroups, IReadOnlyList<InspectedLatency>? latency)
    {
        var blueprint = inspected.Blueprint;
        var input = blueprint.Input;
        return new InspectDocument(
            blueprint.Name,
            [input.Channels, input.Height, input.Width],
            blueprint.Classes,
            blueprint.ParameterCount,
            blueprint.ForwardMacs,
            blueprint.TrainingMacs,
            [.. blueprint.Costs.Select(InspectedLayer.Of)],
            withGroups ? new ChannelGroups(blueprint).All : null,
            latency,
            inspected.ClassNames,
            inspected.Preprocessing
        );
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(InspectDocument))]
internal sealed partial class InspectJson : JsonSerializerContext;
