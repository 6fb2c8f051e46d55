namespace Accrete.Datasets;

/// <summary>A fresh order of all images every epoch, decided by the seed and the epoch alone.</summary>
internal sealed class EpochOrder(int[] subset, int batchSize, Seed seed) : IBatchOrder
{
    private readonly int[] shuffled = new int[subset.Length];
    private readonly int stepsPerEpoch = subset.Length / batchSize;
    private long epoch = -1;

    /// <inheritdoc/>
    public bool Knows(long step) => true;

    /// <inheritdoc/>
    public void Fill(long step, Span<int> indices, Span<float> weights)
    {
        var (wanted, position) = Math.DivRem(step, stepsPerEpoch);
        if (wanted != epoch)
        {
            subset.CopyTo(shuffled, 0);
            Shuffling.Shuffle(shuffled.AsSpan(), seed.At(wanted));
            epoch = wanted;
        }

        shuffled.AsSpan((int)position * batchSize, batchSize).CopyTo(indices);
        weights.Fill(1);
    }
}
