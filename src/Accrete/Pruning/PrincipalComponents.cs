using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Costs;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>
/// As many channels as principal components explain a share of the variance of what goes into the activation; those are
/// kept from which the others can be told best.
/// </summary>
/// <remarks>
/// The number of components is the criterion of Garg, Panda and Roy, <i>A Low Effort Approach to Structured CNN Design
/// Using PCA</i>, 2019, who train the narrower network anew. Which channels to keep is decided here by a Cholesky
/// factorisation with pivots: the next channel is the one of which most variance is not explained by those already
/// chosen. Only sums of products are kept, never the activations themselves.
/// </remarks>
/// <param name="threshold">The share of the variance, above 0 and up to 1.</param>
internal sealed class PrincipalComponents(double threshold = Criteria.DefaultThreshold) : ICriterion
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
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var covariances = new ChannelGroups(network.Blueprint).Free.ToDictionary(
            g => g.Name,
            g => new RunningCovariance(g.Channels, network.Device)
        );
        var products = 0L;
        new PreActivations(network).Visit(
            sample,
            (group, values) =>
            {
                covariances[group].Add(values);
                products += values.shape[0] * values.shape[1] * values.shape[1];
            },
            cancellationToken
        );
        var kept = KeptByDropout(network.Blueprint);
        return (
            covariances.ToDictionary(
                c => c.Key,
                c => Importance(c.Value.Matrix(), kept.GetValueOrDefault(c.Key, 1), cancellationToken)
            ),
            Work.Forward(network.Blueprint, sample.Count) + new Work(products, 0, 0, 0)
        );
    }

    // While training a dropout leaves a part of the channels only, and what the components say must go through those.
    private static Dictionary<string, double> KeptByDropout(Blueprint blueprint)
    {
        var groups = new ChannelGroups(blueprint);
        return blueprint
            .Layers.OfType<Dropout>()
            .SelectMany(d => groups.Output(d.Name).Select(s => (s.Group, Kept: 1 - d.Rate)))
            .GroupBy(g => g.Group)
            .ToDictionary(g => g.Key, g => g.Min(d => d.Kept));
    }

    private ChannelImportance Importance(Tensor covariance, double kept, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        var variances = linalg
            .eigvalsh(covariance)
            .data<double>()
            .ToArray()
            .Select(v => Math.Max(v, 0))
            .OrderDescending()
            .ToArray();
        var components = ChannelImportance.OfShare(variances, threshold).Used;
        return new ChannelImportance(
            Pivots(covariance, cancellationToken),
            Math.Min(variances.Length, (int)Math.Ceiling(components / kept))
        );
    }

    // The variance of each channel that those chosen before it do not explain.
    private static double[] Pivots(Tensor covariance, CancellationToken cancellationToken)
    {
        var count = (int)covariance.shape[0];
        var unexplained = covariance.diagonal().clone();
        var scores = new double[count];
        var factor = zeros(count, count, dtype: ScalarType.Float64);
        for (var step = 0; step < count; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var pivot = (int)unexplained.argmax().item<long>();
            var variance = unexplained[pivot].item<double>();
            // Channels that are constant, or told by the others, are all alike: the last ones.
            if (variance <= 0)
            {
                break;
            }

            scores[pivot] = variance;
            var column =
                covariance[TensorIndex.Colon, pivot] - factor[TensorIndex.Colon, ..step].matmul(factor[pivot, ..step]);
            column = column / tensor(Math.Sqrt(variance), ScalarType.Float64);
            factor[TensorIndex.Colon, step] = column;
            unexplained.sub_(column * column);
            unexplained[pivot] = tensor(double.NegativeInfinity, ScalarType.Float64);
        }

        return scores;
    }
}
