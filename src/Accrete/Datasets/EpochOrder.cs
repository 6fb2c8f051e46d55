
namespace Accrete.Datasets;

/// <summary>Which images make up each step: a fresh order every epoch, decided by the seed and the epoch alone.</summary>
internal sealed class EpochOrder(int[] subset, int batchSize, Seed seed)
{
    private readonly int[] shuffled = new int[subset.Length];
    private long epoch = -1;

    public int StepsPerEpoch { get; } = subset.Length / batchSize;

    public void Fill(long step, int[] indices)
    {
        var (wanted, position) = Math.DivRem(step, StepsPerEpoch);
        if (wanted != epoch)
        {
            subset.CopyTo(shuffled, 0);
            Shuffling.Shuffle(shuffled.AsSpan(), seed.At(wanted));
            epoch = wanted;
        }

        Array.Copy(shuffled, position * batchSize, indices, 0, batchSize);
    }
}
