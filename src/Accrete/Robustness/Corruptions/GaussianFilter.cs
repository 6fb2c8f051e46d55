using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Corruptions;

/// <summary>A Gaussian blur, cut off at some standard deviations.</summary>
internal static class GaussianFilter
{
    /// <summary>Blurs planes.</summary>
    /// <param name="planes">float32 <c>[N, H, W]</c>.</param>
    /// <param name="deviation">In pixels; 0 for none.</param>
    /// <param name="cutOff">In standard deviations.</param>
    /// <param name="mirrored">Whether images go on as their mirror images, or with the pixels of their edge.</param>
    public static Tensor Apply(Tensor planes, double deviation, double cutOff, bool mirrored = false)
    {
        var reach = (int)((cutOff * deviation) + 0.5);
        if (deviation == 0 || reach == 0)
        {
            return planes.clone();
        }

        var weights = Enumerable
            .Range(-reach, (2 * reach) + 1)
            .Select(i => Math.Exp(-i * i / (2 * deviation * deviation)))
            .ToArray();
        var kernel = tensor(weights.Select(w => (float)(w / weights.Sum())).ToArray());
        return Along(Along(planes, kernel, reach, mirrored, 1), kernel, reach, mirrored, 2);
    }

    private static Tensor Along(Tensor planes, Tensor kernel, int reach, bool mirrored, int axis)
    {
        var side = (int)planes.shape[axis];
        var at = Enumerable
            .Range(-reach, side + (2 * reach))
            .Select(i => (long)(mirrored ? Mirror(i, side) : Math.Clamp(i, 0, side - 1)))
            .ToArray();
        var padded = planes.index_select(axis, tensor(at)).unsqueeze(1);
        return Functional.conv2d(padded, axis == 1 ? kernel.view(1, 1, -1, 1) : kernel.view(1, 1, 1, -1)).squeeze(1);
    }

    // d c b a | a b c d | d c b a, however far out.
    private static int Mirror(int at, int side)
    {
        var place = ((at % (2 * side)) + (2 * side)) % (2 * side);
        return place < side ? place : (2 * side) - 1 - place;
    }
}
