using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>
/// Images that are there more than once where that falsifies what is measured: in both parts, or under two labels.
/// </summary>
/// <param name="AcrossParts">Test images that are training images too.</param>
/// <param name="AcrossClasses">Images that lie in another class as well.</param>
/// <param name="Names">The first of them, each with a twin: <c>test/ant/1.png = train/ant/1.png</c>.</param>
public sealed record DuplicateImages(long AcrossParts, long AcrossClasses, IReadOnlyList<string> Names)
{
    /// <summary>
    /// How many images these are: one that is in both counts once there. 0 in files of earlier versions.
    /// </summary>
    public long Images { get; init; }

    /// <summary>One line for people.</summary>
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
