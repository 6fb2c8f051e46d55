using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>A camera that moved.</summary>
internal sealed class MotionBlur : ICorruption
{
    private static readonly (int Radius, double Deviation)[] Moves = [(6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5)];

    public string Name => "motion_blur";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (radius, deviation) = Moves[severity - 1];
        var angles = MotionFilter.Angles(images.shape[0], -45, 45, draws).repeat_interleave(images.shape[1]);
        return MotionFilter.Apply(images.flatten(0, 1), radius, deviation, angles).view(images.shape);
    }
}
