using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Clouds between the camera and the picture.</summary>
internal sealed class Fog : ICorruption
{
    private static readonly (double Density, double Decay)[] Fogs = [(0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75)];

    public string Name => "fog";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (density, decay) = Fogs[severity - 1];
        var (height, width) = (images.shape[2], images.shape[3]);
        var side = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(height, width));
        var cloud = PlasmaFractal.Draw(images.shape[0], side, decay, draws).narrow(1, 0, height).narrow(2, 0, width).unsqueeze(1);
        var brightest = images.amax([1, 2, 3], keepdim: true);
        return (images + (cloud * density)) * brightest / (brightest + density);
    }
}
