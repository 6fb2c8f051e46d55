using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>A victim of attacks: it gives the logits of images, and gradients through them.</summary>
public interface IVictim
{
    /// <summary>Computes the logits, <c>[N, classes]</c>, through which gradients flow back to the pixels.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    Tensor Logits(Tensor pixels);

    /// <summary>Gets the number of images whose gradients can be computed at once.</summary>
    int MostAtOnce => int.MaxValue;
}
