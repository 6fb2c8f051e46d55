using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Corruptions;

/// <summary>A lens out of focus: a disk whose edge is softened.</summary>
internal sealed class DefocusBlur : ICorruption
{
    private const int Reach = 2;
    private static readonly (double Radius, double Edge)[] Disks =
    [
        (0.3, 0.4),
        (0.4, 0.5),
        (0.5, 0.6),
        (1, 0.2),
        (1.5, 0.1),
    ];

    public string Name => "defocus_blur";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (radius, edge) = Disks[severity - 1];
        var kernel = Kernel(radius, edge).view(1, 1, (2 * Reach) + 1, (2 * Reach) + 1);
        var planes = images.flatten(0, 1).unsqueeze(1);
        var padded = Functional.pad(planes, [Reach, Reach, Reach, Reach], TorchSharp.PaddingModes.Reflect);
        return Functional.conv2d(padded, kernel).view(images.shape);
    }

    // No disk is wider than 3 x 3 pixels, and softening its edge adds one on each side.
    private static Tensor Kernel(double radius, double edge)
    {
        var disk = new float[(2 * Reach) + 1, (2 * Reach) + 1];
        for (var y = -Reach; y <= Reach; y++)
        {
            for (var x = -Reach; x <= Reach; x++)
            {
                disk[y + Reach, x + Reach] = (x * x) + (y * y) <= radius * radius ? 1 : 0;
            }
        }

        var whole = tensor(disk);
        var side = Math.Exp(-1 / (2 * edge * edge));
        var soft = tensor(new[] { side, 1, side }, ScalarType.Float32) / (1 + (2 * side));
        var blur = soft.unsqueeze(0) * soft.unsqueeze(1);
        return Functional.conv2d(
            (whole / whole.sum()).view(1, 1, whole.shape[0], whole.shape[1]),
            blur.view(1, 1, 3, 3),
            padding: [1, 1]
        );
    }
}
