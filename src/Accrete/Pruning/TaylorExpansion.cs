using Accrete.Costs;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>
/// By how much the loss would change without a channel, to first order: the square of the sum of weight times gradient
/// over what makes the channel.
/// </summary>
/// <remarks>Molchanov et al., <i>Importance Estimation for Neural Network Pruning</i>, 2019.</remarks>
/// <param name="threshold">The share of all change that the needed channels have.</param>
internal sealed class TaylorExpansion(double threshold = Criteria.DefaultThreshold) : ICriterion
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
        using var copy = network.CopyInFullPrecision();
        copy.IsTraining = false;
        var sums = new Dictionary<string, double[]>();
        foreach (var chunk in sample.Chunks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            nn.functional.cross_entropy(copy.Forward(chunk.Images), chunk.Labels).backward();
            var gradients = copy.Learned.ToDictionary(p => p.Name, p => p.Value.grad!);
            foreach (
                var (group, change) in ParameterScores.Of(
                    copy,
                    (_, _) => true,
                    (name, w) => Product(w, gradients[name])
                )
            )
            {
                var squares = change.Select(c => c * c);
                sums[group] = sums.TryGetValue(group, out var before)
                    ? [.. before.Zip(squares, (a, b) => a + b)]
                    : [.. squares];
            }

            foreach (var gradient in gradients.Values)
            {
                gradient.zero_();
            }

            chunk.Images.Dispose();
            chunk.Labels.Dispose();
        }

        return (
            sums.ToDictionary(g => g.Key, g => ChannelImportance.OfShare(g.Value, threshold)),
            Work.Forward(network.Blueprint, sample.Count) + Work.Backward(network.Blueprint, sample.Count)
        );
    }

    private static Tensor Product(Tensor weight, Tensor gradient)
    {
        var product = weight * gradient;
        return product.dim() == 1 ? product : product.flatten(1).sum(1);
    }
}
