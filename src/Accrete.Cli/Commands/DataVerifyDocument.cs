using System.Text.Json.Serialization;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete data verify --json</c> prints.</summary>
/// <param name="Name">The name for reports.</param>
/// <param name="Location">The file or folder it was read from.</param>
/// <param name="Shape">The shape of its images, <c>[C, H, W]</c>.</param>
/// <param name="Sha256">The SHA-256 of the content.</param>
/// <param name="TrainImages">The number of training images.</param>
/// <param name="TestImages">The number of test images.</param>
/// <param name="Classes">The classes, with the images of each.</param>
/// <param name="Findings">What else was found there.</param>
/// <param name="Fit">What is done to images of other proportions.</param>
/// <param name="Sizes">The sizes that the images have.</param>
internal sealed record DataVerifyDocument(
    string Name,
    string Location,
    IReadOnlyList<int> Shape,
    string Sha256,
    long TrainImages,
    long TestImages,
    IReadOnlyList<VerifiedClass> Classes,
    DatasetFindings Findings,
    ImageFit Fit,
    ImageSizes? Sizes
)
{
    public static DataVerifyDocument Of(DatasetSummary summary) =>
        new(
            summary.Name,
            summary.Location,
            [summary.Shape.Channels, summary.Shape.Height, summary.Shape.Width],
            summary.Sha256,
            summary.TrainImages.Sum(n => (long)n),
            summary.TestImages.Sum(n => (long)n),
            [
                .. summary.Classes.Select(
                    (name, i) => new VerifiedClass(name, summary.TrainImages[i], summary.TestImages[i])
                ),
            ],
            summary.Findings,
            summary.Fit,
            summary.Sizes
        );
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DataVerifyDocument))]
internal sealed partial class DataVerifyJson : JsonSerializerContext;
