namespace Accrete.Pruning;

/// <summary>The importance of the channels of one group.</summary>
/// <param name="Scores">The importance of each channel; only the order of these numbers matters.</param>
/// <param name="Used">The number of channels that the group needs.</param>
public sealed record ChannelImportance(IReadOnlyList<double> Scores, int Used)
{
    /// <summary>
    /// Makes an importance that needs as many of the most important channels as have a share of all importance
    /// together.
    /// </summary>
    public static ChannelImportance OfShare(IReadOnlyList<double> scores, double share)
    {
        var enough = share * scores.Sum();
        var (sum, used) = (0.0, 0);
        foreach (var score in scores.OrderDescending())
        {
            if (used > 0 && sum >= enough)
            {
                break;
            }

            sum += score;
            used++;
        }

        return new ChannelImportance(scores, used);
    }

    /// <summary>
    /// Gets the most important channels, in their original order; of equally important ones, the first.
    /// </summary>
    public IReadOnlyList<int> Best(int count) =>
        [.. Enumerable.Range(0, Scores.Count).OrderByDescending(i => Scores[i]).ThenBy(i => i).Take(count).Order()];
}
