using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>A camera that came nearer: the mean of more and more enlarged images.</summary>
internal sealed class ZoomBlur : ICorruption
{
    // As the published range counts: a rounding error above a hundredth.
    private const double Step = 1.01 - 1;

    // 1, 1.01, ... below 1.06, 1.11, 1.16, 1.21 and 1.26; twice rounding puts the limit in.
    private static readonly int[] Zooms = [7, 12, 16, 21, 26];

    public string Name => "zoom_blur";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var sum = images.clone();
        for (var i = 0; i < Zooms[severity - 1]; i++)
        {
            using var scope = NewDisposeScope();
            sum.add_(ClippedZoom.Apply(images, 1 + (i * Step)));
        }

        return sum / (Zooms[severity - 1] + 1);
    }
}
