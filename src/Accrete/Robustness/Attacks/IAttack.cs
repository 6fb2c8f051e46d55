using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>An adversarial attack: changes images so that they are misclassified.</summary>
public interface IAttack
{
    /// <summary>Gets the name in files, such as <c>pgd</c>.</summary>
    string Name { get; }

    /// <summary>Gets the norm in which changes are measured.</summary>
    INorm Norm { get; }

    /// <summary>Gets the largest change; null for an attack that searches for the smallest successful change.</summary>
    double? Epsilon { get; }

    /// <summary>Gets the largest number of steps from each start: of gradients, or of queries.</summary>
    int Steps { get; }

    /// <summary>Changes images.</summary>
    /// <param name="access">What the attack has access to.</param>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <param name="goal">The goal for each image.</param>
    /// <param name="draws">The generator of random numbers.</param>
    /// <returns>
    /// The images from 0 to 1, changed by at most <see cref="Epsilon"/>, in the caller's dispose scope.
    /// </returns>
    Tensor Perturb(Access access, Tensor pixels, Goal goal, Generator draws);
}
