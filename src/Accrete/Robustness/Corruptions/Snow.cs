using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Flakes that fall, before a picture that is paler.</summary>
internal sealed class Snow : ICorruption
{
    private static readonly Fall[] Falls =
    [
        new(0.1, 0.2, 1, 0.6, 8, 3, 0.95),
        new(0.1, 0.2, 1, 0.5, 10, 4, 0.9),
        new(0.15, 0.3, 1.75, 0.55, 10, 4, 0.9),
        new(0.25, 0.3, 2.25, 0.6, 12, 6, 0.85),
        new(0.3, 0.3, 1.25, 0.65, 14, 12, 0.8),
    ];

    public string Name => "snow";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var fall = Falls[severity - 1];
        var (count, height, width) = (images.shape[0], images.shape[2], images.shape[3]);
        var flakes = ClippedZoom.Apply(
            (randn([count, 1, height, width], generator: draws) * fall.Deviation) + fall.Mean,
            fall.Zoom
        );
        flakes = (where(flakes < fall.Least, 0, flakes).clamp(0, 1) * 255).floor() / 255;
        var falling = MotionFilter
            .Apply(flakes.squeeze(1), fall.Radius, fall.Blur, MotionFilter.Angles(count, -135, -45, draws))
            .unsqueeze(1);
        var pale = images.maximum((Luminance.Of(images) * 1.5) + 0.5);
        return (images * fall.Kept) + (pale * (1 - fall.Kept)) + falling + falling.rot90(2, (2, 3));
    }

    private sealed record Fall(
        double Mean,
        double Deviation,
        double Zoom,
        double Least,
        int Radius,
        double Blur,
        double Kept
    );
}
