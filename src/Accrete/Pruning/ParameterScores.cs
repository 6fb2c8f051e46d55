using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>Sums what is measured on parameters for each channel of each group.</summary>
internal static class ParameterScores
{
    /// <summary>The sum over a group's parameters of a score for each position of their output axis.</summary>
    /// <param name="network">The network.</param>
    /// <param name="counts">Which parameters count.</param>
    /// <param name="score">From a parameter <c>[channels, ...]</c> and its name to scores <c>[channels]</c>.</param>
    public static Dictionary<string, double[]> Of(
        Network network,
        Func<LayerCosts, ParameterSpec, bool> counts,
        Func<string, Tensor, Tensor> score
    )
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var groups = new ChannelGroups(network.Blueprint);
        var sums = groups.Free.ToDictionary(g => g.Name, g => new double[g.Channels]);
        foreach (var costs in network.Blueprint.Costs)
        {
            foreach (
                var spec in costs.Parameters.Where(p => p.Learned && p.Roles[0] == AxisRole.Output && counts(costs, p))
            )
            {
                var scores = score(spec.Name, network.State[spec.Name])
                    .to_type(ScalarType.Float64)
                    .cpu()
                    .data<double>()
                    .ToArray();
                var offset = 0;
                foreach (var span in groups.Along(costs.Layer, spec, 0))
                {
                    for (
                        var channel = 0;
                        sums.TryGetValue(span.Group, out var sum) && channel < span.Channels;
                        channel++
                    )
                    {
                        for (var position = 0; position < span.Block; position++)
                        {
                            sum[channel] += scores[offset + (channel * span.Block) + position];
                        }
                    }

                    offset += span.Channels * span.Block;
                }
            }
        }

        return sums;
    }
}
