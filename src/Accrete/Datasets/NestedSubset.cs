namespace Accrete.Datasets;

/// <summary>
/// Parts of a training set in which every class keeps its share. For one seed, a smaller part lies within every larger
/// one.
/// </summary>
internal static class NestedSubset
{
    /// <summary>The images of a part, as rising indices into the set.</summary>
    /// <param name="set">The whole set.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="share">The part of every class, above 0 up to 1; each class keeps at least one image.</param>
    /// <param name="seed">Decides the order in which images join.</param>
    /// <exception cref="InvalidInputException">Throws if the share is out of range, a label too, or a class has no
    /// image.</exception>
    public static int[] Take(ImageSet set, int classes, double share, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(set);
        return Take(set.CopyLabels(), classes, share, seed);
    }

    /// <inheritdoc cref="Take(ImageSet, int, double, Seed)"/>
    /// <param name="labels">The label of each image of the whole set.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="share">The part of every class, above 0 up to 1; each class keeps at least one image.</param>
    /// <param name="seed">Decides the order in which images join.</param>
    public static int[] Take(IReadOnlyList<long> labels, int classes, double share, Seed seed)
    {
        if (share is not (> 0 and <= 1))
        {
            throw new InvalidInputException(
                FormattableString.Invariant($"share = {share}: give a part of the set above 0 and up to 1.")
            );
        }

        return Ordered(labels, classes, seed)
            .SelectMany(c => c.Take(Math.Max(1, (int)Math.Round(share * c.Length, MidpointRounding.AwayFromZero))))
            .Order()
            .ToArray();
    }

    /// <summary>The same where classes may be without images.</summary>
    /// <param name="set">The whole set.</param>
    /// <param name="share">The part of every class that has images, above 0 up to 1; each keeps at least one.</param>
    /// <param name="seed">Decides the order in which images join.</param>
    internal static int[] TakePresent(ImageSet set, double share, Seed seed)
    {
        var labels = set.CopyLabels();
        List<long> present = [.. labels.Distinct().Order()];
        return Take([.. labels.Select(l => (long)present.IndexOf(l))], present.Count, share, seed);
    }

    /// <summary>
    /// A part of exactly <paramref name="count"/> images, its classes as even as in the set, as rising indices.
    /// </summary>
    /// <param name="labels">The label of each image of the whole set.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="count">From one image a class to the whole set.</param>
    /// <param name="seed">Decides the order in which images join.</param>
    /// <exception cref="InvalidInputException">Throws if the count is out of range, a label too, or a class has no
    /// image.</exception>
    public static int[] TakeCount(IReadOnlyList<long> labels, int classes, int count, Seed seed)
    {
        var ordered = Ordered(labels, classes, seed);
        if (count < classes || count > labels.Count)
        {
            throw new InvalidInputException(
                $"images = {count}: the set has {Counted.Of(labels.Count, "image")} in "
                    + $"{Counted.Of(classes, "class")}; give {classes} to {labels.Count}."
            );
        }

        // One image of each class first; after that, whichever class is furthest behind its share.
        return ordered
            .SelectMany(
                (c, label) => c.Select((index, rank) => (index, label, due: rank == 0 ? 0 : (double)rank / c.Length))
            )
            .OrderBy(i => i.due)
            .ThenBy(i => i.label)
            .Take(count)
            .Select(i => i.index)
            .Order()
            .ToArray();
    }

    // For each class, its images in the order in which they join.
    private static int[][] Ordered(IReadOnlyList<long> labels, int classes, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var members = Enumerable.Range(0, classes).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < labels.Count; i++)
        {
            if (labels[i] < 0 || labels[i] >= classes)
            {
                throw new InvalidInputException(
                    $"Label {labels[i]} of image {i} is out of range: there are {Counted.Of(classes, "class")}."
                );
            }

            members[labels[i]].Add(i);
        }

        return members.Select((m, label) => Order(m, label, seed.For("subset").At(label))).ToArray();
    }

    private static int[] Order(List<int> members, int label, Seed seed)
    {
        if (members.Count == 0)
        {
            throw new InvalidInputException($"Class {label} has no image; a subset needs one of every class.");
        }

        var order = members.ToArray();
        Shuffling.Shuffle(order.AsSpan(), seed);
        return order;
    }
}
