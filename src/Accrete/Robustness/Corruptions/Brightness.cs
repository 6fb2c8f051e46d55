using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>More light, of the same hue and saturation.</summary>
internal sealed class Brightness : ICorruption
{
    private static readonly double[] Steps = [0.05, 0.1, 0.15, 0.2, 0.3];

    public string Name => "brightness";

    // In HSV the value is the largest channel, and a larger one scales all channels alike; black becomes grey.
    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var value = images.amax([1], keepdim: true);
        var brighter = (value + Steps[severity - 1]).clamp(0, 1);
        return where(value > 0, images * brighter / value.clamp(1e-6), brighter.expand_as(images));
    }
}
