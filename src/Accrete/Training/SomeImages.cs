using Accrete.Datasets;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>A few images of many, on which networks are measured before they change.</summary>
internal static class SomeImages
{
    /// <summary>Some of a subset's indices, spread over it; of a smaller subset all.</summary>
    public static int[] Spread(IReadOnlyList<int> subset, int count)
    {
        count = Math.Min(count, subset.Count);
        return [.. Enumerable.Range(0, count).Select(i => subset[(int)((long)i * subset.Count / count)])];
    }

    /// <summary>
    /// Images as an evaluation would see them, spread over a subset: of a set that is sorted by class, its first images
    /// would show one class only.
    /// </summary>
    /// <param name="set">The images.</param>
    /// <param name="subset">Which of them, as indices.</param>
    /// <param name="count">How many are wanted; of a smaller subset all are taken.</param>
    /// <param name="preprocessing">How pixels are normalised.</param>
    /// <param name="device">Where they are wanted.</param>
    /// <returns>The sample, in the caller's dispose scope.</returns>
    public static ImageSample Of(
        ImageSet set,
        IReadOnlyList<int> subset,
        int count,
        Preprocessing preprocessing,
        Device device
    )
    {
        var chosen = Spread(subset, count);
        using var batches = EvaluationBatches
            .Over(set, chosen, chosen.Length, preprocessing, ScalarType.Float32, device)
            .GetEnumerator();
        batches.MoveNext();
        return new ImageSample(batches.Current.Images.clone(), batches.Current.Labels.clone());
    }
}
