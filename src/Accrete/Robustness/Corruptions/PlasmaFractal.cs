using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Clouds made by the diamond-square algorithm, which wrap at their edges.</summary>
internal static class PlasmaFractal
{
    private const double FirstRoughness = 100;

    /// <summary>Draws a cloud over each image, from 0 to 1 over its whole map: float32 <c>[N, 1, H, W]</c>.</summary>
    /// <param name="images"><c>[N, C, H, W]</c>.</param>
    /// <param name="decay">How much smoother each half of the scale is.</param>
    /// <param name="draws">The generator of random numbers.</param>
    public static Tensor Over(Tensor images, double decay, Generator draws)
    {
        var (height, width) = (images.shape[2], images.shape[3]);
        var side = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(height, width));
        return Draw(images.shape[0], side, decay, draws).narrow(1, 0, height).narrow(2, 0, width).unsqueeze(1);
    }

    /// <summary>Draws maps.</summary>
    /// <param name="count">N.</param>
    /// <param name="side">A power of two, in pixels.</param>
    /// <param name="decay">How much smoother each half of the scale is.</param>
    /// <param name="draws">The generator of random numbers.</param>
    /// <returns>float32 <c>[N, side, side]</c>, each from 0 to 1.</returns>
    public static Tensor Draw(long count, int side, double decay, Generator draws)
    {
        var map = zeros([count, side, side], ScalarType.Float64);
        var roughness = FirstRoughness;
        for (var step = side; step >= 2; step /= 2)
        {
            using var scope = NewDisposeScope();
            var half = step / 2;
            var corners = Every(map, 0, 0, step);
            var rows = corners + corners.roll([-1], [1]);
            Every(map, half, half, step).copy_(Mean(rows + rows.roll([-1], [2]), roughness, draws));
            var (centres, first) = (Every(map, half, half, step), Every(map, 0, 0, step));
            Every(map, 0, half, step)
                .copy_(Mean(centres + centres.roll([1], [1]) + first + first.roll([-1], [2]), roughness, draws));
            Every(map, half, 0, step)
                .copy_(Mean(centres + centres.roll([1], [2]) + first + first.roll([-1], [1]), roughness, draws));
            roughness /= decay;
        }

        var lowest = map - map.amin([1, 2], keepdim: true);
        return (lowest / lowest.amax([1, 2], keepdim: true)).to_type(ScalarType.Float32);
    }

    private static Tensor Every(Tensor map, int y, int x, int step) =>
        map.index(TensorIndex.Colon, TensorIndex.Slice(y, null, step), TensorIndex.Slice(x, null, step));

    private static Tensor Mean(Tensor sumOfFour, double roughness, Generator draws) =>
        (sumOfFour / 4)
        + (roughness * roughness * ((2 * rand(sumOfFour.shape, dtype: ScalarType.Float64, generator: draws)) - 1));
}
