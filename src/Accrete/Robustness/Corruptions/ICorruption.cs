using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>A way in which images get worse in the world, in five severities.</summary>
/// <remarks>
/// The fifteen of CIFAR-10-C: Hendrycks and Dietterich, <i>Benchmarking Neural Network Robustness to Common Corruptions
/// and Perturbations</i>, ICLR 2019. Their parameters are those for images of 32 x 32 pixels, and lengths are in
/// pixels.
/// </remarks>
internal interface ICorruption
{
    /// <summary>As in the published files: <c>gaussian_noise</c>.</summary>
    string Name { get; }

    /// <summary>Corrupts images.</summary>
    /// <param name="images">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <param name="severity">From 1 to 5.</param>
    /// <param name="draws">The generator of random numbers.</param>
    /// <returns>As many images, in the caller's dispose scope; values may lie outside 0 to 1.</returns>
    Tensor Apply(Tensor images, int severity, Generator draws);
}
