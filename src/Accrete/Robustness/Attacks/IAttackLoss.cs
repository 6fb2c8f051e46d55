using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>A loss that an attack increases.</summary>
public interface IAttackLoss
{
    /// <summary>Computes the loss of each image, <c>[N]</c>, through which gradients flow back to the pixels.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <param name="goal">The goal of the attack.</param>
    Tensor Measure(Tensor pixels, Goal goal);
}
