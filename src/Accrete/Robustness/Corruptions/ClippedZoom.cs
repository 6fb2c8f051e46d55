using static TorchSharp.torch;
using Functional = TorchSharp.torch.nn.functional;

namespace Accrete.Robustness.Corruptions;

/// <summary>The middle of images, enlarged to their size.</summary>
internal static class ClippedZoom
{
    /// <summary>Enlarges <c>[N, C, H, W]</c>, bilinearly from corner to corner.</summary>
    public static Tensor Apply(Tensor images, double factor)
    {
        var (height, width) = (images.shape[2], images.shape[3]);
        var (h, w) = ((long)Math.Ceiling(height / factor), (long)Math.Ceiling(width / factor));
        var middle = images.narrow(2, (height - h) / 2, h).narrow(3, (width - w) / 2, w);
        var (tall, wide) = ((long)Math.Round(h * factor), (long)Math.Round(w * factor));
        var enlarged = Functional.interpolate(
            middle,
            [tall, wide],
            mode: InterpolationMode.Bilinear,
            align_corners: true
        );
        return enlarged.narrow(2, (tall - height) / 2, height).narrow(3, (wide - width) / 2, width);
    }
}
