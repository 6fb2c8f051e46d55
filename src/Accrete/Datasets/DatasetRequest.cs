namespace Accrete.Datasets;

/// <summary>Which data set is wanted, where it is looked for, and in which shape its images shall come.</summary>
public sealed record DatasetRequest
{
    /// <summary>
    /// <c>sample</c>, <c>mnist</c>, <c>fashion-mnist</c>, <c>cifar10</c>, <c>cifar100</c>, <c>tiny-imagenet</c>, or the
    /// path of a folder: images by class, or one of these sets unpacked.
    /// </summary>
    public required string NameOrPath { get; init; }

    /// <summary>The folder that holds the named sets; when null, the one that <c>ACCRETE_DATA</c> names.</summary>
    public string? Root { get; init; }

    /// <summary>Height and width in pixels; null for the set's own (64 for a folder of images).</summary>
    public int? Size { get; init; }

    /// <summary>1 (grey) or 3 (RGB); null for the set's own (3 for a folder of images).</summary>
    public int? Channels { get; init; }

    /// <summary>What is done to images of other proportions.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>
    /// The share of each class held out for testing where a folder has no split of its own; above 0, below 1.
    /// </summary>
    public double Holdout { get; init; } = 0.1;

    /// <summary>
    /// Whether a folder that has no split of its own is test images altogether, instead of being divided. One class
    /// suffices then, and a part may lack classes of the other.
    /// </summary>
    public bool AllIsTest { get; init; }

    /// <summary>Whether images that cannot be read are left out and counted, instead of being an error.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Decides which images are held out.</summary>
    public Seed Seed { get; init; }
}
