using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Frosted glass: pixels from nearby, between two blurs.</summary>
internal sealed class GlassBlur : ICorruption
{
    private const double CutOff = 4;
    private static readonly (double Deviation, int Passes)[] Glasses =
    [
        (0.05, 1),
        (0.25, 1),
        (0.4, 1),
        (0.25, 2),
        (0.4, 2),
    ];

    public string Name => "glass_blur";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (deviation, passes) = Glasses[severity - 1];
        var (height, width) = ((int)images.shape[2], (int)images.shape[3]);
        var blurred = Whole(GaussianFilter.Apply(images.flatten(0, 1), deviation, CutOff)).view(images.shape);
        // All images take a pixel at the same time, each from its own neighbour: up or left, or both, or none.
        var pixels = blurred.flatten(2).permute(2, 0, 1).contiguous();
        var all = arange(images.shape[0]);
        for (var pass = 0; pass < passes; pass++)
        {
            var (up, left) = (
                randint(2, [height * width, images.shape[0]], generator: draws),
                randint(2, [height * width, images.shape[0]], generator: draws)
            );
            for (var y = height - 1; y > 1; y--)
            {
                for (var x = width - 1; x > 1; x--)
                {
                    using var scope = NewDisposeScope();
                    var at = (y * width) + x;
                    // The published files were made so: the pixel is copied, not exchanged.
                    pixels[at].copy_(pixels[at - (up[at] * width) - left[at], all]);
                }
            }
        }

        var shuffled = pixels.permute(1, 2, 0).contiguous().view(-1, height, width);
        return GaussianFilter.Apply(shuffled, deviation, CutOff).view(images.shape);
    }

    private static Tensor Whole(Tensor planes) => (planes * 255).floor() / 255;
}
