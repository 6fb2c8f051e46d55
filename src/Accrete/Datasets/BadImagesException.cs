namespace Accrete.Datasets;

/// <summary>Images of a set cannot be read; all of them are told at once.</summary>
public sealed class BadImagesException : InvalidInputException
{
    /// <summary>How many the message names.</summary>
    public const int MostNamed = 100;

    /// <summary>Puts the error together.</summary>
    /// <param name="location">The set.</param>
    /// <param name="images">Its bad images, in order.</param>
    /// <param name="total">How many images it has.</param>
    public BadImagesException(string location, IReadOnlyList<BadImage> images, long total)
        : base(
            $"{FoundIn(location, images, total)}; replace or remove {(images.Count == 1 ? "it" : "them")}, or "
                + $"go on without {(images.Count == 1 ? "it" : "them")} (data.skipBad).",
            Setting.SkipBadImages
        ) => (Images, Found) = (images, FoundIn(location, images, total));

    /// <summary>All of them, in order.</summary>
    public IReadOnlyList<BadImage> Images { get; }

    /// <summary>What was found, without what to do.</summary>
    public string Found { get; }

    private static string FoundIn(string location, IReadOnlyList<BadImage> images, long total) =>
        $"{location}: {images.Count} of {total} images cannot be read: {Named(images)}";

    private static string Named(IReadOnlyList<BadImage> images)
    {
        var named = string.Join(", ", images.Take(MostNamed).Select(i => $"{i.Name} ({i.Problem})"));
        return images.Count > MostNamed
            ? $"{named} and {images.Count - MostNamed} more, which '{CommandHint.Of("data", "verify")}' lists"
            : named;
    }
}
