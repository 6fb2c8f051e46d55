using Accrete.Costs;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>
/// The share of activations that are not 0: as many channels are needed as there would be if all were used always.
/// </summary>
/// <remarks>
/// Foldy-Porto, Venkatesha and Panda, <i>Activation Density driven Energy-Efficient Pruning in Training</i>, 2020.
/// </remarks>
internal sealed class ActivationDensity : ICriterion
{
    /// <inheritdoc/>
    public bool NeedsImages => true;

    /// <inheritdoc/>
    public (IReadOnlyDictionary<string, ChannelImportance> Groups, Work Work) Measure(
        Network network,
        ImageSample? sample,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sample);
        var active = new Dictionary<string, (double[] Counts, long Rows)>();
        new PreActivations(network).Visit(
            sample,
            (group, values) =>
            {
                using var positive = values
                    .gt(zeros(1, dtype: values.dtype, device: values.device))
                    .sum([0L])
                    .to_type(ScalarType.Float64)
                    .cpu();
                var counts = positive.data<double>().ToArray();
                active[group] = active.TryGetValue(group, out var before)
                    ? ([.. before.Counts.Zip(counts, (a, b) => a + b)], before.Rows + values.shape[0])
                    : (counts, values.shape[0]);
            },
            cancellationToken
        );
        return (
            active.ToDictionary(a => a.Key, a => Importance([.. a.Value.Counts.Select(c => c / a.Value.Rows)])),
            Work.Forward(network.Blueprint, sample.Count)
        );
    }

    private static ChannelImportance Importance(double[] densities) =>
        new(densities, Math.Max(1, (int)Math.Ceiling(densities.Average() * densities.Length)));
}
