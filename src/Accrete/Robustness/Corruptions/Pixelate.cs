using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Made smaller and larger again, each pixel the mean of those whose centres it covers.</summary>
internal sealed class Pixelate : ICorruption
{
    private static readonly double[] Sizes = [0.95, 0.9, 0.85, 0.75, 0.65];

    public string Name => "pixelate";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var size = Sizes[severity - 1];
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var (low, narrow) = ((int)(height * size), (int)(width * size));
        return Resized(Resized(images, low, narrow), height, width);
    }

    private static Tensor Resized(Tensor images, int height, int width)
    {
        var across = Whole(matmul(images, Means((int)images.shape[3], width).t()));
        return Whole(matmul(Means((int)images.shape[2], height), across));
    }

    // [to, from]: the box filter of image libraries, which asks where the centres of pixels lie.
    private static Tensor Means(int from, int to)
    {
        var (scale, weights) = ((double)from / to, new float[to, from]);
        var support = 0.5 * Math.Max(1, scale);
        for (var i = 0; i < to; i++)
        {
            var centre = (i + 0.5) * scale;
            var covered = Enumerable
                .Range(0, from)
                .Where(j => j + 0.5 - centre > -support && j + 0.5 - centre <= support)
                .ToArray();
            foreach (var j in covered)
            {
                weights[i, j] = 1f / covered.Length;
            }
        }

        return tensor(weights);
    }

    // Half a level is rounded up; the little more makes up for rounding errors of the mean.
    private static Tensor Whole(Tensor images) => ((images * 255) + 0.5 + 1e-3).floor() / 255;
}
