using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>
/// The covariance of rows that come in parts, in the memory of one matrix. Lives in the dispose scope in which it was
/// made.
/// </summary>
internal sealed class RunningCovariance(long channels, Device device)
{
    private readonly Tensor sum = zeros(channels, dtype: ScalarType.Float64, device: device);
    private readonly Tensor products = zeros(channels, channels, dtype: ScalarType.Float64, device: device);
    private long rows;

    /// <summary>Takes rows <c>[rows, channels]</c> in.</summary>
    public void Add(Tensor values)
    {
        using var scope = NewDisposeScope();
        var exact = values.to_type(ScalarType.Float64);
        sum.add_(exact.sum([0L]));
        products.add_(exact.t().matmul(exact));
        rows += exact.shape[0];
    }

    /// <summary>The covariance, <c>[channels, channels]</c>, on the CPU.</summary>
    public Tensor Matrix()
    {
        var count = tensor((double)rows, ScalarType.Float64);
        var mean = sum.cpu() / count;
        return products.cpu() / count - mean.outer(mean);
    }
}
