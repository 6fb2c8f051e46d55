namespace Accrete.Datasets;

/// <summary>Images of a data set cannot be read. The error tells all of them at once.</summary>
public sealed class BadImagesException : InvalidInputException
{
    /// <summary>The largest number of images that the message names.</summary>
    public const int MostNamed = 100;

    /// <summary>Makes the error.</summary>
    /// <param name="location">The data set.</param>
    /// <param name="images">Its images that cannot be read, in order.</param>
    /// <param name="total">The number of images of the data set.</param>
    public BadImagesException(string location, IReadOnlyList<BadImage> images, long total)
        : base(
            $"{FoundIn(location, images, total)}; replace or remove {(images.Count == 1 ? "it" : "them")}, or "
                + $"go on without {(images.Count == 1 ? "it" : "them")} (data.skipBad).",
            Setting.SkipBadImages
        ) => (Images, Found) = (images, FoundIn(location, images, total));

    /// <summary>Gets all images that cannot be read, in order.</summary>
    public IReadOnlyList<BadImage> Images { get; }

    /// <summary>Gets what is wrong, without advice.</summary>
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
