using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>What an attack can ask: the answers to pixels, and through them gradients.</summary>
public interface IVictim
{
    /// <summary>The logits <c>[N, classes]</c> of images, through which gradients flow back to the pixels.</summary>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, from 0 to 1.</param>
    Tensor Logits(Tensor pixels);

    /// <summary>How many images can be asked about at once where their gradients are wanted.</summary>
    int MostAtOnce => int.MaxValue;
}
