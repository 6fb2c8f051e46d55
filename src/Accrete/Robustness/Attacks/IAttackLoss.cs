using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>What an attack makes larger.</summary>
public interface IAttackLoss
{
    /// <summary>The loss of each image, <c>[N]</c>, through which gradients flow back to the pixels.</summary>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, from 0 to 1.</param>
    /// <param name="goal">Which answers are wanted, or not.</param>
    Tensor Measure(Tensor pixels, Goal goal);
}
