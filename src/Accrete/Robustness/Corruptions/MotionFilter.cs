using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>A blur along a line that begins at each pixel, as ImageMagick's motion blur.</summary>
internal static class MotionFilter
{
    /// <summary>Blurs planes, each along a line of its own.</summary>
    /// <param name="planes">float32 <c>[N, H, W]</c>.</param>
    /// <param name="radius">Half the length of the line, in pixels.</param>
    /// <param name="deviation">How weights fall along it, in pixels.</param>
    /// <param name="angles">float64 <c>[N]</c>, in degrees.</param>
    public static Tensor Apply(Tensor planes, int radius, double deviation, Tensor angles)
    {
        var length = (2 * radius) + 1;
        var weights = Enumerable.Range(0, length).Select(i => Math.Exp(-i * i / (2 * deviation * deviation))).ToArray();
        var (height, width) = (planes.shape[1], planes.shape[2]);
        var radians = angles * (Math.PI / 180);
        var (right, down) = (radians.cos().view(-1, 1, 1), radians.sin().view(-1, 1, 1));
        var (rows, columns) = (arange(height).view(1, -1, 1), arange(width).view(1, 1, -1));
        var (sum, flat) = (zeros_like(planes), planes.flatten(1));
        for (var i = 0; i < length; i++)
        {
            using var scope = NewDisposeScope();
            var x = (columns + ((right * i) - 0.5).ceil().to_type(ScalarType.Int64)).clamp(0, width - 1);
            var y = (rows + ((down * i) - 0.5).ceil().to_type(ScalarType.Int64)).clamp(0, height - 1);
            sum.add_(flat.gather(1, ((y * width) + x).flatten(1)).view(planes.shape) * (weights[i] / weights.Sum()));
        }

        return sum;
    }

    /// <summary>An angle for each of some images, in degrees.</summary>
    public static Tensor Angles(long images, double least, double most, Generator draws) =>
        least + ((most - least) * rand(images, dtype: ScalarType.Float64, generator: draws));
}
