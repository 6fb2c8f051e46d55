using System.Text.Json;
using Accrete.Blueprints;

namespace Accrete.Cli.Commands;

/// <summary>One layer of a network.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is, as blueprints call it.</param>
/// <param name="Output">The shape that it gives, <c>[C, H, W]</c>.</param>
/// <param name="Parameters">Its learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
internal sealed record InspectedLayer(
    string Name,
    string Kind,
    IReadOnlyList<int> Output,
    long Parameters,
    long ForwardMacs
)
{
    public static InspectedLayer Of(LayerCosts costs) =>
        new(
            costs.Layer.Name,
            JsonNamingPolicy.CamelCase.ConvertName(costs.Layer.GetType().Name),
            [costs.Output.Channels, costs.Output.Height, costs.Output.Width],
            costs.Parameters.Where(p => p.Learned).Sum(p => p.Count),
            costs.ForwardMacs
        );
}
