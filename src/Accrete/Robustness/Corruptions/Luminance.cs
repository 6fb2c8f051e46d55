using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>How bright pixels look.</summary>
internal static class Luminance
{
    /// <summary>The grey of images <c>[N, C, H, W]</c>, as <c>[N, 1, H, W]</c> (ITU-R BT.601).</summary>
    public static Tensor Of(Tensor images) =>
        images.shape[1] != 3
            ? images.mean([1], keepdim: true)
            : (images * tensor(new[] { 0.299f, 0.587f, 0.114f }).view(1, 3, 1, 1)).sum(1, keepdim: true);
}
