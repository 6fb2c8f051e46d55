using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>The result of an attack on some images. The tensors belong to the dispose scope of the caller.</summary>
/// <param name="Pixels">The images after the attack, rounded to 8 bits: float32 <c>[N, C, H, W]</c> from 0 to
/// 1.</param>
/// <param name="Attacked">Whether each image was classified correctly before, so that it was attacked; bool
/// <c>[N]</c>.</param>
/// <param name="Succeeded">Whether the attack on each image reached its goal, after rounding to 8 bits; bool
/// <c>[N]</c>.</param>
/// <param name="Size">The size of the change of each image in the attack's norm, <c>[N]</c>.</param>
public sealed record AttackResult(Tensor Pixels, Tensor Attacked, Tensor Succeeded, Tensor Size)
{
    /// <summary>Gets the fraction of the attacked images on which the attack reached its goal.</summary>
    public double SuccessRate => Count(Attacked) == 0 ? 0 : (double)Count(Succeeded) / Count(Attacked);

    private static long Count(Tensor which) => which.sum().item<long>();
}
