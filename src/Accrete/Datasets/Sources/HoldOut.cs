using System.Globalization;

namespace Accrete.Datasets.Sources;

/// <summary>Holds a share of each class out for testing.</summary>
/// <param name="location">The set, for errors.</param>
/// <param name="share">Above 0, below 1.</param>
/// <param name="seed">Decides which images.</param>
internal sealed class HoldOut(string location, double share, Seed seed)
{
    /// <summary>Divides a list; both parts keep its order.</summary>
    /// <exception cref="InvalidInputException">Throws if the share is none, or a class has only one image.</exception>
    public (ImageList Train, ImageList Test) Divide(ImageList images, IReadOnlyList<string> classes)
    {
        var held = Held(images.Labels, classes);
        return (Some(i => !held.Contains(i)), Some(held.Contains));

        SomeImages Some(Func<int, bool> wanted) =>
            new(images, [.. Enumerable.Range(0, images.Labels.Length).Where(wanted)]);
    }

    /// <summary>Which images are held out, as indices.</summary>
    /// <param name="labels">The label of each; those of a class in ordinal order.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <exception cref="InvalidInputException">Throws if the share is none, or a class has only one image.</exception>
    public HashSet<int> Held(IReadOnlyList<int> labels, IReadOnlyList<string> classes)
    {
        if (share is not (> 0 and < 1))
        {
            throw new InvalidInputException(
                string.Create(CultureInfo.InvariantCulture, $"holdout = {share}: give a share above 0 and below 1.")
            );
        }

        var held = new HashSet<int>();
        foreach (var group in Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]))
        {
            int[] members = [.. group];
            if (members.Length < 2)
            {
                throw new InvalidInputException(
                    $"{Path.Combine(location, classes[group.Key])}: one image cannot be split into training "
                        + "and test; add images or make train/ and test/."
                );
            }

            Shuffling.Shuffle(members.AsSpan(), seed.For("holdout").At(group.Key));
            held.UnionWith(
                members[
                    ..Math.Clamp(
                        (int)Math.Round(members.Length * share, MidpointRounding.AwayFromZero),
                        1,
                        members.Length - 1
                    )
                ]
            );
        }

        return held;
    }
}
