using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Networks;
using Accrete.Pruning;
using static TorchSharp.torch;

/// <summary>A criterion: a channel matters as much as the largest weight that makes it.</summary>
internal sealed class LargestWeight(double share) : ICriterion
{
    public bool NeedsImages => false;

    public (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    )
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var groups = new ChannelGroups(network.Blueprint).Free.ToDictionary(
            g => g.Name,
            g =>
            {
                var scores = new double[g.Channels];
                foreach (var kernel in g.Producers.Select(p => network.State[$"{p}.weight"]))
                {
                    var largest = kernel.abs().flatten(1).amax([1]).to_type(ScalarType.Float64).cpu().data<double>();
                    for (var channel = 0; channel < scores.Length; channel++)
                    {
                        scores[channel] = Math.Max(scores[channel], largest[channel]);
                    }
                }

                return ChannelImportance.OfShare(scores, share);
            }
        );
        return (groups, default);
    }
}
