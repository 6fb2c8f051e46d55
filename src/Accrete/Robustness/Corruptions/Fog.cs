using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Clouds between the camera and the picture.</summary>
internal sealed class Fog : ICorruption
{
    private static readonly (double Density, double Decay)[] Fogs =
    [
        (0.2, 3),
        (0.5, 3),
        (0.75, 2.5),
        (1, 2),
        (1.5, 1.75),
    ];

    public string Name => "fog";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var (density, decay) = Fogs[severity - 1];
        var cloud = PlasmaFractal.Over(images, decay, draws);
        var brightest = images.amax([1, 2, 3], keepdim: true);
        return (images + (cloud * density)) * brightest / (brightest + density);
    }
}
