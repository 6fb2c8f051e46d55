using Accrete.Datasets;

namespace Accrete.Cumulative;

/// <summary>The identity of the images that a run used.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Classes">The names of the classes.</param>
/// <param name="TrainImages">The number of training images.</param>
/// <param name="TestImages">The number of test images.</param>
/// <param name="Sha256">The SHA-256 of the images; see <see cref="Dataset.Sha256"/>.</param>
public sealed record DatasetIdentity(
    string Name,
    IReadOnlyList<string> Classes,
    long TrainImages,
    long TestImages,
    string Sha256
)
{
    /// <summary>Gets what else was found when the data set was read; null in files of earlier versions.</summary>
    public DatasetFindings? Findings { get; init; }

    /// <summary>Gets the original sizes of the images; null in files of earlier versions.</summary>
    public ImageSizes? Sizes { get; init; }

    /// <summary>Says whether a data set has these classes and as many images.</summary>
    public bool HasCountsOf(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Classes.SequenceEqual(data.Classes) && TrainImages == data.Train.Count && TestImages == data.Test.Count;
    }

    /// <summary>Gets the identity of a data set.</summary>
    public static DatasetIdentity Of(Dataset data) =>
        new(data.Name, data.Classes, data.Train.Count, data.Test.Count, data.Sha256)
        {
            Findings = data.Findings,
            Sizes = data.Sizes,
        };
}
