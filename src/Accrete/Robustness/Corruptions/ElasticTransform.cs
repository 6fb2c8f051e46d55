using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Corruptions;

/// <summary>A picture on rubber: three points are moved, and then each pixel a little.</summary>
internal sealed class ElasticTransform : ICorruption
{
    private const double CutOff = 3;

    // As parts of the side.
    private static readonly (double Shift, double Smoothness, double Move)[] Pulls =
    [
        (0, 0, 0.08),
        (0.05, 0.2, 0.07),
        (0.08, 0.06, 0.06),
        (0.1, 0.04, 0.05),
        (0.1, 0.03, 0.03),
    ];

    public string Name => "elastic_transform";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (shift, smoothness, move) = Pulls[severity - 1];
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var side = Math.Min(height, width);
        var moved = Sample(images, Moved(count, height, width, move * side, draws), cornersAreCentres: true);
        if (shift == 0)
        {
            return moved;
        }

        var across = Shifts(count, height, width, shift * side, smoothness * side, draws);
        var down = Shifts(count, height, width, shift * side, smoothness * side, draws);
        var (rows, columns) = (arange(height).view(1, -1, 1), arange(width).view(1, 1, -1));
        return Sample(moved, stack([columns + across, rows + down], -1), cornersAreCentres: false);
    }

    private static Tensor Shifts(
        long count,
        long height,
        long width,
        double shift,
        double smoothness,
        Generator draws
    ) =>
        GaussianFilter.Apply(
            (2 * rand([count, height, width], generator: draws)) - 1,
            smoothness,
            CutOff,
            mirrored: true
        ) * shift;

    // Where each pixel comes from when three points of a square in the middle are moved: [N, H, W, 2], x and y in
    // pixels.
    private static Tensor Moved(long count, long height, long width, double move, Generator draws)
    {
        var (x, y, reach) = (width / 2, height / 2, Math.Min(height, width) / 3);
        var points = tensor(
            new double[,]
            {
                { x + reach, y + reach, 1 },
                { x + reach, y - reach, 1 },
                { x - reach, y - reach, 1 },
            }
        );
        var targets =
            points.narrow(1, 0, 2)
            + (move * ((2 * rand([count, 3, 2], dtype: ScalarType.Float64, generator: draws)) - 1));
        // The map from the moved points back to the old ones.
        var back = linalg.solve(
            cat([targets, ones([count, 3, 1], ScalarType.Float64)], 2),
            points.narrow(1, 0, 2).expand(count, 3, 2)
        );
        var grid = stack(
            [
                arange(width, ScalarType.Float64).expand(height, width),
                arange(height, ScalarType.Float64).view(-1, 1).expand(height, width),
                ones([height, width], ScalarType.Float64),
            ],
            -1
        );
        return matmul(grid.view(1, height * width, 3), back).view(count, height, width, 2).to_type(ScalarType.Float32);
    }

    // Bilinear; beyond the edge images go on as mirror images, about the centres of the edge's pixels or about the
    // edge.
    internal static Tensor Sample(Tensor images, Tensor at, bool cornersAreCentres)
    {
        var size = tensor(new float[] { images.shape[3], images.shape[2] });
        var grid = cornersAreCentres ? (2 * at / (size - 1)) - 1 : (((2 * at) + 1) / size) - 1;
        return Functional.grid_sample(
            images,
            grid,
            mode: GridSampleMode.Bilinear,
            padding_mode: GridSamplePaddingMode.Reflection,
            align_corners: cornersAreCentres
        );
    }
}
