using Accrete.Datasets;

namespace Accrete.Cumulative;

/// <summary>Which images a run used.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Classes">The names of its classes.</param>
/// <param name="TrainImages">How many it trains on.</param>
/// <param name="TestImages">How many it tests on.</param>
/// <param name="Sha256">The content of its source.</param>
public sealed record DatasetIdentity(
    string Name,
    IReadOnlyList<string> Classes,
    long TrainImages,
    long TestImages,
    string Sha256
)
{
    /// <summary>What else was found where it was read; null in files of earlier versions.</summary>
    public DatasetFindings? Findings { get; init; }

    /// <summary>
    /// The sizes that the images had before they were brought to one; null in files of earlier versions.
    /// </summary>
    public ImageSizes? Sizes { get; init; }

    /// <summary>Whether a data set has these classes and as many images.</summary>
    public bool HasCountsOf(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Classes.SequenceEqual(data.Classes) && TrainImages == data.Train.Count && TestImages == data.Test.Count;
    }

    /// <summary>The identity of a data set.</summary>
    public static DatasetIdentity Of(Dataset data) =>
        new(data.Name, data.Classes, data.Train.Count, data.Test.Count, data.Sha256)
        {
            Findings = data.Findings,
            Sizes = data.Sizes,
        };
}
