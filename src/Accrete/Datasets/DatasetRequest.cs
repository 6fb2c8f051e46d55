namespace Accrete.Datasets;

/// <summary>A request for a data set: which one, where to look for it, and the shape of its images.</summary>
public sealed record DatasetRequest
{
    /// <summary>
    /// Gets the data set: <c>sample</c>, <c>mnist</c>, <c>fashion-mnist</c>, <c>cifar10</c>, <c>cifar100</c>,
    /// <c>tiny-imagenet</c>, or the path of a folder with images by class or with one of these data sets.
    /// </summary>
    public required string NameOrPath { get; init; }

    /// <summary>
    /// Gets the folder that holds the data sets known by name; null for the one that the environment variable
    /// <c>ACCRETE_DATA</c> names.
    /// </summary>
    public string? Root { get; init; }

    /// <summary>
    /// Gets the height and width of the images in pixels; null for those of the data set (64 for a folder of images).
    /// </summary>
    public int? Size { get; init; }

    /// <summary>
    /// Gets the number of channels, 1 (grayscale) or 3 (RGB); null for that of the data set (3 for a folder of images).
    /// </summary>
    public int? Channels { get; init; }

    /// <summary>Gets how images of other proportions are fitted to the shape.</summary>
    public ImageFit Fit { get; init; }

    /// <summary>
    /// Gets the share of each class that is held out for testing if a folder has no test images of its own; above 0 and
    /// below 1.
    /// </summary>
    public double Holdout { get; init; } = 0.1;

    /// <summary>
    /// Gets whether all images of a folder without a division of its own are test images. One class is enough then, and
    /// the parts of a divided folder may have different classes.
    /// </summary>
    public bool AllIsTest { get; init; }

    /// <summary>Gets whether images that cannot be read are left out and counted, instead of being an error.</summary>
    public bool SkipBad { get; init; }

    /// <summary>Gets the seed of the choice of held-out images.</summary>
    public Seed Seed { get; init; }
}
