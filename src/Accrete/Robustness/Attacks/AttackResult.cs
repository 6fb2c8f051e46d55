using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>What an attack did to some images.</summary>
/// <param name="Pixels">The images after it, whole levels of 8 bits, float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
/// <param name="Attacked">Which were classified rightly before, and so could be attacked; bool <c>[N]</c>.</param>
/// <param name="Succeeded">Which of them reached the goal, after rounding to 8 bits; bool <c>[N]</c>.</param>
/// <param name="Size">The size of each change in the attack's norm, <c>[N]</c>.</param>
public sealed record AttackResult(Tensor Pixels, Tensor Attacked, Tensor Succeeded, Tensor Size)
{
    /// <summary>The fraction of those attacked that reached the goal.</summary>
    public double SuccessRate => Count(Attacked) == 0 ? 0 : (double)Count(Succeeded) / Count(Attacked);

    private static long Count(Tensor which) => which.sum().item<long>();
}
