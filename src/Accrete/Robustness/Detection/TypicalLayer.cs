using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>
/// What the channels of one layer are like in training: the mean of each class, and how channels vary together within
/// classes.
/// </summary>
/// <param name="Name">The layer.</param>
/// <param name="Means">Of each class, <c>[classes, channels]</c>.</param>
/// <param name="Precision">The inverse of the covariance within classes, <c>[channels, channels]</c>.</param>
/// <param name="Mean">Of the logarithm of the distance of training images.</param>
/// <param name="Deviation">Its standard deviation.</param>
internal sealed record TypicalLayer(string Name, Tensor Means, Tensor Precision, float Mean, float Deviation)
    : IDisposable
{
    private const double LeastDistance = 1e-6;
    private const float LeastDeviation = 1e-3f;

    // Images at a time, each of which is compared with each class.
    private const int BatchSize = 250;

    /// <summary>Learns from the channels' means of training images.</summary>
    /// <param name="name">The layer.</param>
    /// <param name="values"><c>[N, channels]</c>.</param>
    /// <param name="labels">int64 <c>[N]</c>.</param>
    /// <param name="classes">How many classes there are; one without an image is like the mean of all.</param>
    /// <param name="ridge">What is added to each variance, as a part of their mean.</param>
    /// <returns>Tensors outside any dispose scope.</returns>
    public static TypicalLayer Learn(string name, Tensor values, Tensor labels, int classes, double ridge)
    {
        using var scope = NewDisposeScope();
        var all = values.to_type(ScalarType.Float64);
        var means = stack([.. Enumerable.Range(0, classes).Select(c => MeanOf(all, labels.eq(c)))]);
        var within = all - means.index_select(0, labels);
        var covariance = within.t().matmul(within) / all.shape[0];
        var variance = covariance.diagonal().mean().item<double>();
        // A layer that says the same of all images tells nothing; its distances are 0.
        var precision =
            variance > 0
                ? linalg.inv(
                    covariance + (eye(all.shape[1], dtype: ScalarType.Float64, device: all.device) * (ridge * variance))
                )
                : zeros_like(covariance);
        var distances = cat([.. all.split(BatchSize).Select(some => LogDistance(some, means, precision))]);
        return new TypicalLayer(
            name,
            Kept(means),
            Kept(precision),
            (float)distances.mean().item<double>(),
            Math.Max(LeastDeviation, (float)distances.std().item<double>())
        );
    }

    /// <summary>
    /// The logarithm of the squared Mahalanobis distance from the nearest class, in standard deviations above the mean
    /// of training images; <c>[N]</c>.
    /// </summary>
    /// <param name="values"><c>[N, channels]</c>.</param>
    public Tensor Strangeness(Tensor values) => (LogDistance(values, Means, Precision) - Mean) / Deviation;

    public void Dispose()
    {
        Means.Dispose();
        Precision.Dispose();
    }

    private static Tensor LogDistance(Tensor values, Tensor means, Tensor precision)
    {
        using var scope = NewDisposeScope();
        var apart = values.unsqueeze(1) - means.unsqueeze(0);
        return ((apart.matmul(precision) * apart).sum(2).amin([1]).clamp(min: 0) + LeastDistance)
            .log()
            .MoveToOuterDisposeScope();
    }

    private static Tensor MeanOf(Tensor values, Tensor chosen) =>
        chosen.any().item<bool>() ? values.index_select(0, chosen.nonzero().flatten()).mean([0]) : values.mean([0]);

    private static Tensor Kept(Tensor tensor) =>
        tensor.to_type(ScalarType.Float32).contiguous().DetachFromDisposeScope();
}
