using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Batches to measure with: in order, as they are.</summary>
internal static unsafe class EvaluationBatches
{
    /// <summary>All images of a set or subset, in order, the last batch as small as it must be.</summary>
    /// <param name="set">The images; it must outlive the enumeration.</param>
    /// <param name="subset">Which of them, as indices; null for all.</param>
    /// <param name="batchSize">B.</param>
    /// <param name="preprocessing">How pixels are normalised; its shape must be that of the images.</param>
    /// <param name="dtype">float32, bfloat16, float16 or float64.</param>
    /// <param name="device">Where the batches are wanted.</param>
    /// <returns>Batches, each valid until the next one is asked for.</returns>
    /// <exception cref="InvalidInputException">Throws if a shape, index, size or type does not fit.</exception>
    public static IEnumerable<Batch> Over(
        ImageSet set,
        int[]? subset,
        int batchSize,
        Preprocessing preprocessing,
        ScalarType dtype,
        Device device
    )
    {
        ArgumentNullException.ThrowIfNull(device);
        BatchInput.Check(set, subset, batchSize, preprocessing);
        return Enumerate(
            set,
            subset ?? [.. Enumerable.Range(0, (int)set.Count)],
            batchSize,
            PixelWriter.For(preprocessing, dtype),
            dtype,
            device
        );
    }

    private static IEnumerable<Batch> Enumerate(
        ImageSet set,
        int[] subset,
        int batchSize,
        PixelWriter writer,
        ScalarType dtype,
        Device device
    )
    {
        BatchBuffer? buffer = null;
        var filled = 0;
        try
        {
            for (var at = 0; at < subset.Length; at += filled)
            {
                var size = Math.Min(batchSize, subset.Length - at);
                if (size != filled)
                {
                    buffer?.Dispose();
                    buffer = new BatchBuffer(size, set.Shape, dtype, device);
                }

                Fill(buffer!, set, subset.AsSpan(at, size), writer);
                filled = size;
                yield return buffer!.Batch;
            }
        }
        finally
        {
            buffer?.Dispose();
        }
    }

    private static void Fill(BatchBuffer buffer, ImageSet set, ReadOnlySpan<int> indices, PixelWriter writer) =>
        buffer.Fill(TensorMemory.Of(set.Images), (long*)TensorMemory.Of(set.Labels), set.Shape, writer, indices, []);
}
