using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Less difference from the mean of each channel.</summary>
internal sealed class Contrast : ICorruption
{
    private static readonly double[] Shares = [0.75, 0.5, 0.4, 0.3, 0.15];

    public string Name => "contrast";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var means = images.mean([2, 3], keepdim: true);
        return ((images - means) * Shares[severity - 1]) + means;
    }
}
