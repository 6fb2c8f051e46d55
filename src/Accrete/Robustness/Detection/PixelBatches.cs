using Accrete.Datasets;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>Images as attacks and detectors see them: pixels from 0 to 1.</summary>
internal static class PixelBatches
{
    private const int BatchSize = 250;

    /// <summary>
    /// Images and labels of a subset, in its order; each batch is gone when the next one is asked for.
    /// </summary>
    /// <param name="set">The images.</param>
    /// <param name="subset">Which of them, as indices.</param>
    public static IEnumerable<(Tensor Pixels, Tensor Labels)> Of(ImageSet set, int[] subset)
    {
        foreach (var some in subset.Chunk(BatchSize))
        {
            var (pixels, labels) = At(set, some);
            using (pixels)
            using (labels)
            {
                yield return (pixels, labels);
            }
        }
    }

    /// <summary>All of them at once; tensors for the caller's dispose scope.</summary>
    public static (Tensor Pixels, Tensor Labels) At(ImageSet set, int[] subset)
    {
        using var scope = NewDisposeScope();
        var at = tensor([.. subset.Select(i => (long)i)]);
        return (
            (set.Images.index_select(0, at).to_type(ScalarType.Float32) / 255).MoveToOuterDisposeScope(),
            set.Labels.index_select(0, at).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Parts of pixels that are together already; each is gone when the next one is asked for.</summary>
    public static IEnumerable<Tensor> Of(Tensor pixels)
    {
        for (var from = 0L; from < pixels.shape[0]; from += BatchSize)
        {
            using var some = pixels.narrow(0, from, Math.Min(BatchSize, pixels.shape[0] - from));
            yield return some;
        }
    }
}
