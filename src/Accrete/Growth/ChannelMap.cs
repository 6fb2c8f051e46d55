namespace Accrete.Growth;

/// <summary>
/// Where each channel of a group comes from when the group changes its width: an old channel, and the part of that
/// channel's outgoing weight that this one takes over.
/// </summary>
/// <remarks>
/// The function is kept when every old channel appears and the shares of its copies sum to 1. The split of copies in
/// unequal shares is that of LEMON (Wang et al., 2023): it breaks their symmetry without noise.
/// </remarks>
internal sealed class ChannelMap
{
    private ChannelMap(int oldWidth, IReadOnlyList<int> source, IReadOnlyList<double> share)
    {
        OldWidth = oldWidth;
        Source = source;
        Share = share;
    }

    /// <summary>The width before.</summary>
    public int OldWidth { get; }

    /// <summary>The old channel of each new one.</summary>
    public IReadOnlyList<int> Source { get; }

    /// <summary>
    /// The part of the old channel's outgoing weight that each new one takes; 0 for one that is no copy.
    /// </summary>
    public IReadOnlyList<double> Share { get; }

    /// <summary>The width after.</summary>
    public int NewWidth => Source.Count;

    /// <summary>Every channel stays what it is.</summary>
    public static ChannelMap Identity(int width) =>
        new(width, [.. Enumerable.Range(0, width)], [.. Enumerable.Repeat(1.0, width)]);

    /// <summary>Some channels stay, in their order, and the others go.</summary>
    /// <param name="oldWidth">The width before.</param>
    /// <param name="kept">The channels that stay.</param>
    /// <exception cref="InvalidInputException">Throws if none stays, or one is there twice or not at all.</exception>
    public static ChannelMap Keep(int oldWidth, IReadOnlyCollection<int> kept) =>
        kept.Count > 0 && kept.Distinct().Count() == kept.Count && kept.All(k => k >= 0 && k < oldWidth)
            ? new(oldWidth, [.. kept.Order()], [.. Enumerable.Repeat(1.0, kept.Count)])
            : throw new InvalidInputException(
                $"channels {string.Join(", ", kept)}: cannot be kept of {oldWidth}; name at least one of 0 to "
                    + $"{oldWidth - 1}, each once."
            );

    /// <summary>
    /// Old channels keep their places; the new ones are copies of channels drawn at random, each old channel being
    /// copied equally often as far as the widths allow.
    /// </summary>
    /// <param name="oldWidth">The width before.</param>
    /// <param name="newWidth">The width after, at least the old one.</param>
    /// <param name="leastShare">The smallest share of a copy relative to an equal split, from above 0 to 1; 1 splits
    /// equally.</param>
    /// <param name="seed">Decides sources and shares.</param>
    public static ChannelMap Widen(int oldWidth, int newWidth, double leastShare, Seed seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newWidth, oldWidth);
        if (leastShare is not (> 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(leastShare), leastShare, "must be above 0 and at most 1");
        }
        var source = Enumerable.Range(0, oldWidth).ToList();
        for (var rounds = 0; source.Count < newWidth; rounds++)
        {
            var round = Enumerable.Range(0, oldWidth).ToArray();
            Shuffling.Shuffle(round.AsSpan(), seed.For("sources").At(rounds));
            source.AddRange(round.Take(newWidth - source.Count));
        }

        return new ChannelMap(oldWidth, source, Split(source, oldWidth, leastShare, seed.For("shares").Random()));
    }

    /// <summary>
    /// Old channels stay as they are, and new ones take no part of any: nothing is lost, and nothing is given away.
    /// </summary>
    /// <param name="oldWidth">The width before.</param>
    /// <param name="newWidth">The width after, at least the old one.</param>
    public static ChannelMap Extend(int oldWidth, int newWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(newWidth, oldWidth);
        return new(
            oldWidth,
            [.. Enumerable.Range(0, newWidth).Select(i => i < oldWidth ? i : 0)],
            [.. Enumerable.Range(0, newWidth).Select(i => i < oldWidth ? 1.0 : 0.0)]
        );
    }

    // Each of k copies weighs between leastShare and 2 - leastShare before the weights are scaled to sum to 1.
    private static double[] Split(List<int> source, int oldWidth, double leastShare, Random random)
    {
        var weight = source.Select(_ => leastShare + (2 - 2 * leastShare) * random.NextDouble()).ToArray();
        var sum = new double[oldWidth];
        for (var i = 0; i < weight.Length; i++)
        {
            sum[source[i]] += weight[i];
        }

        return [.. weight.Select((w, i) => w == sum[source[i]] ? 1 : w / sum[source[i]])];
    }
}
