namespace Accrete.Pruning;

/// <summary>How much the channels of one group matter.</summary>
/// <param name="Scores">The importance of each channel; only their order counts.</param>
/// <param name="Used">How many channels the group needs.</param>
public sealed record ChannelImportance(IReadOnlyList<double> Scores, int Used)
{
    /// <summary>Needs as many of the most important channels as together have a share of all importance.</summary>
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

    /// <summary>The most important channels, in their own order; of equals the first.</summary>
    public IReadOnlyList<int> Best(int count) =>
        [.. Enumerable.Range(0, Scores.Count).OrderByDescending(i => Scores[i]).ThenBy(i => i).Take(count).Order()];
}
