namespace Accrete.Datasets;

/// <summary>Checks what batches are asked for, since they are made on bare memory.</summary>
internal static class BatchInput
{
    public static void Check(ImageSet set, int[]? subset, int batchSize, Preprocessing preprocessing)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(preprocessing);
        preprocessing.Check(set.Shape);
        if (batchSize < 1)
        {
            throw new InvalidInputException($"batch = {batchSize}: give at least 1 image.");
        }

        if (subset is { Length: 0 } || (subset is null && set.Count > int.MaxValue))
        {
            throw new InvalidInputException("A subset must name at least one image.");
        }

        if (subset is not null && (subset.Min() < 0 || subset.Max() >= set.Count))
        {
            throw new InvalidInputException(
                $"A subset names image {(subset.Min() < 0 ? subset.Min() : subset.Max())}, but the set has "
                    + $"{Counted.Of(set.Count, "image")}."
            );
        }
    }
}
