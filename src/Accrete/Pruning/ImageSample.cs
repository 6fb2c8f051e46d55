using static TorchSharp.torch;

namespace Accrete.Pruning;

/// <summary>Some real images on which importance is measured.</summary>
/// <param name="Images">Normalised images, <c>[N, C, H, W]</c>.</param>
/// <param name="Labels">Their classes, <c>[N]</c>, int64.</param>
public sealed record ImageSample(Tensor Images, Tensor Labels)
{
    private const int ChunkSize = 32;

    /// <summary>Gets the number of images.</summary>
    public long Count => Images.shape[0];

    /// <summary>
    /// Divides the sample into small parts, so that a measurement needs the memory of only one part. The caller
    /// disposes of the parts.
    /// </summary>
    public IEnumerable<ImageSample> Chunks()
    {
        for (var at = 0L; at < Count; at += ChunkSize)
        {
            var length = Math.Min(ChunkSize, Count - at);
            yield return new ImageSample(Images.narrow(0, at, length), Labels.narrow(0, at, length));
        }
    }
}
