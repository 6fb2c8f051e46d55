namespace Accrete.Datasets;

/// <summary>
/// Another order in which each image counts by the inverse of its class's frequency, in weights whose mean over the
/// subset is 1.
/// </summary>
/// <param name="order">The order, with weights of its own.</param>
/// <param name="subset">The images of the stage.</param>
/// <param name="labels">The class of each image of the set.</param>
internal sealed class WeightedOrder(IBatchOrder order, int[] subset, long[] labels) : IBatchOrder
{
    private readonly Dictionary<long, float> weightOf = Weights(subset, labels);

    /// <inheritdoc/>
    public bool Knows(long step) => order.Knows(step);

    /// <inheritdoc/>
    public void Fill(long step, Span<int> indices, Span<float> weights)
    {
        order.Fill(step, indices, weights);
        for (var i = 0; i < indices.Length; i++)
        {
            weights[i] *= weightOf[labels[indices[i]]];
        }
    }

    private static Dictionary<long, float> Weights(int[] subset, long[] labels)
    {
        var counts = subset.CountBy(i => labels[i]).ToArray();
        return counts.ToDictionary(c => c.Key, c => (float)((double)subset.Length / counts.Length / c.Value));
    }
}
