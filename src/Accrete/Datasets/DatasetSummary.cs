using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>What a data set was found to hold when all of it was read.</summary>
/// <param name="Name">The name for reports.</param>
/// <param name="Location">The file or folder it was read from.</param>
/// <param name="Shape">The shape of its images, after any resizing asked for.</param>
/// <param name="Sha256">The SHA-256 of the content, in lower-case hexadecimal.</param>
/// <param name="Classes">The class names.</param>
/// <param name="TrainImages">The number of training images of each class.</param>
/// <param name="TestImages">The number of test images of each class.</param>
/// <param name="Findings">What else was found there.</param>
internal sealed record DatasetSummary(
    string Name,
    string Location,
    ImageShape Shape,
    string Sha256,
    IReadOnlyList<string> Classes,
    IReadOnlyList<int> TrainImages,
    IReadOnlyList<int> TestImages,
    DatasetFindings Findings
)
{
    /// <summary>Gets how images of other proportions were fitted to the shape.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>The sizes that the images had before; null where that is not known.</summary>
    public ImageSizes? Sizes { get; init; }
}
