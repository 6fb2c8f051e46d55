using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>A way of changing images so that they are taken for something else.</summary>
public interface IAttack
{
    /// <summary>As in files: <c>pgd</c>.</summary>
    string Name { get; }

    /// <summary>In which norm its changes are small.</summary>
    INorm Norm { get; }

    /// <summary>The largest change it makes; null for one that looks for the smallest that works.</summary>
    double? Epsilon { get; }

    /// <summary>How often it asks for a gradient, or for an answer, at most, from each of its starts.</summary>
    int Steps { get; }

    /// <summary>Changes images.</summary>
    /// <param name="access">What may be asked.</param>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, from 0 to 1.</param>
    /// <param name="goal">What is wanted of each.</param>
    /// <param name="draws">Where random numbers come from.</param>
    /// <returns>Images from 0 to 1, changed by at most epsilon, in the caller's dispose scope.</returns>
    Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws);
}
