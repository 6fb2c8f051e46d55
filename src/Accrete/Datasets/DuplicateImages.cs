using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>
/// Duplicate images that distort measurements: images in both training and test images, or in two classes.
/// </summary>
/// <param name="AcrossParts">The number of test images that are training images too.</param>
/// <param name="AcrossClasses">The number of images that lie in another class too.</param>
/// <param name="Names">The names of the first of them, each with its duplicate: <c>test/ant/1.png =
/// train/ant/1.png</c>.</param>
public sealed record DuplicateImages(long AcrossParts, long AcrossClasses, IReadOnlyList<string> Names)
{
    /// <summary>
    /// Gets the number of images, where an image that is counted in both numbers counts once. It is 0 in files of
    /// earlier versions.
    /// </summary>
    public long Images { get; init; }

    /// <summary>Describes them in one line.</summary>
    public override string ToString() =>
        $"The same image twice: {string.Join(", ", new[] { Parts(), Classes() }.Where(c => c.Length > 0))} "
        + $"({PassedOver.Listed(Names, Images, "image")}).";

    private string Parts() =>
        AcrossParts switch
        {
            0 => "",
            1 => "1 test image is a training image too",
            _ => $"{AcrossParts} test images are training images too",
        };

    private string Classes() =>
        AcrossClasses switch
        {
            0 => "",
            1 => "1 image lies in more than one class",
            _ => $"{AcrossClasses} images lie in more than one class",
        };
}
