namespace Accrete.Datasets;

/// <summary>
/// A fresh order every epoch in which each class has as many places as the others, decided by the seed and the epoch
/// alone: the images of small classes come several times, of large ones a random part. An epoch is as long as one that
/// shows each image once.
/// </summary>
/// <param name="subset">The images of the stage.</param>
/// <param name="labels">The class of each image of the set.</param>
/// <param name="batchSize">The batch size: the number of images in a training step.</param>
/// <param name="seed">Decides which images come, and their order.</param>
internal sealed class BalancedOrder(int[] subset, long[] labels, int batchSize, Seed seed) : IBatchOrder
{
    private readonly int[][] classes = [.. subset.GroupBy(i => labels[i]).OrderBy(c => c.Key).Select(c => c.ToArray())];
    private readonly int stepsPerEpoch = subset.Length / batchSize;
    private int[] drawn = [];
    private long epoch = -1;

    /// <inheritdoc/>
    public bool Knows(long step) => true;

    /// <inheritdoc/>
    public void Fill(long step, Span<int> indices, Span<float> weights)
    {
        var (wanted, position) = Math.DivRem(step, stepsPerEpoch);
        if (wanted != epoch)
        {
            drawn = Draw(seed.At(wanted));
            epoch = wanted;
        }

        drawn.AsSpan((int)position * batchSize, batchSize).CopyTo(indices);
        weights.Fill(1);
    }

    // Which classes have the places that are left over is drawn too, so that none has more in the long run.
    private int[] Draw(Seed epochSeed)
    {
        int[] turns = [.. Enumerable.Range(0, classes.Length)];
        Shuffling.Shuffle(turns.AsSpan(), epochSeed.For("classes"));
        var order = new List<int>(subset.Length);
        foreach (var (turn, label) in turns.Index())
        {
            var places = (subset.Length / classes.Length) + (turn < subset.Length % classes.Length ? 1 : 0);
            order.AddRange(Some(classes[label], places, epochSeed.For("images").At(label)));
        }

        var all = order.ToArray();
        Shuffling.Shuffle(all.AsSpan(), epochSeed);
        return all;
    }

    // All of them as often as they fit, and a random part for the rest.
    private static IEnumerable<int> Some(int[] images, int places, Seed draws)
    {
        int[] shuffled = [.. images];
        Shuffling.Shuffle(shuffled.AsSpan(), draws);
        return Enumerable.Range(0, places).Select(i => shuffled[i % shuffled.Length]);
    }
}
