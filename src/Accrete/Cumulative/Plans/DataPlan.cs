using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Accrete.Datasets;

namespace Accrete.Cumulative.Plans;

/// <summary>The part of a plan that names the images and their augmentation.</summary>
public sealed record DataPlan
{
    /// <summary>Gets the data set: a name, or a folder with a folder of images for each class.</summary>
    [Description("data set known by name, or a folder with a folder of images for each class"), MinLength(1)]
    public string Set { get; init; } = "sample";

    /// <summary>Gets the folder that holds the data sets known by name.</summary>
    [Description("folder that holds the data sets known by name"), MinLength(1)]
    public string? Root { get; init; }

    /// <summary>Gets the height and width of the images in pixels; null for those of the data set.</summary>
    [Description("height and width of the images, in pixels"), Range(1, 4096)]
    public int? Size { get; init; }

    /// <summary>Gets the number of channels, 1 for grayscale and 3 for color; null for that of the data set.</summary>
    [Description("number of channels of the images: 1 for grayscale, 3 for color"), AllowedValues(null, 1, 3)]
    public int? Channels { get; init; }

    /// <summary>Gets how images that are not square are fitted to a square.</summary>
    [Description("how an image becomes a square: crop (to its middle), pad (with black), or stretch")]
    public ImageFit Fit { get; init; }

    /// <summary>
    /// Gets the share of each class that is held out for testing if a folder has no test images of its own.
    /// </summary>
    [
        Description("share of each class that is held out for testing, where a folder has no test images of its own"),
        Range(0.001, 0.9)
    ]
    public double Holdout { get; init; } = 0.1;

    /// <summary>Gets the seed of the choice of held-out images; null for the seed of the run.</summary>
    [
        Description("seed of the random division of a folder without test images; without it, the seed of the run"),
        Range(0, int.MaxValue)
    ]
    public int? SplitSeed { get; init; }

    /// <summary>
    /// Gets whether images are mirrored at random; null to mirror only data sets whose classes are known to stay the
    /// same.
    /// </summary>
    [Description(
        "mirror training images at random: true, false, or auto, which mirrors only data sets known by name "
            + "whose classes stay the same"
    )]
    [JsonConverter(typeof(ChoiceJson))]
    public bool? Flip { get; init; }

    /// <summary>Gets the number of pixels that are added on each border before a random crop to the old size.</summary>
    [Description("random shift of training images by up to this many pixels"), Range(0, 1024)]
    public int Crop { get; init; }

    /// <summary>Gets the side of the square that is blanked at a random place, in pixels.</summary>
    [Description("side of a square that is blanked at a random place, in pixels"), Range(0, 4096)]
    public int Cutout { get; init; }

    /// <summary>Gets how classes of unequal size are balanced.</summary>
    [Description(
        "how classes of unequal size are balanced: none, weights (of the loss), or sampling (equally many images each "
            + "epoch)"
    )]
    public ClassBalance Balance { get; init; }

    /// <summary>
    /// Gets the share of the images with less than the mean loss that is left out of each pass; the remaining ones of
    /// them are weighted up.
    /// </summary>
    [
        Description("share of the well-learned images that is left out of each pass; the others are weighted up"),
        Range(0, 0.9)
    ]
    public double DropLearned { get; init; }

    /// <summary>Gets the share of the run's compute after which no images are left out any more.</summary>
    [Description("share of the run's compute after which no images are left out any more"), Range(0, 1)]
    public double DropUntil { get; init; } = 0.875;

    /// <summary>Gets whether images that cannot be read are left out and counted, instead of being an error.</summary>
    [Description("continue without images that cannot be read, and count them")]
    public bool SkipBad { get; init; }

    /// <summary>Gets the SHA-256 of the images; if it is given, other images are refused.</summary>
    [Description("SHA-256 of the images; other images are refused")]
    public string? Sha256 { get; init; }

    /// <summary>Makes the same settings with automatic values decided for a data set.</summary>
    public DataPlan For(Dataset data) => this with { Flip = Flip ?? data.CanBeMirrored == true };
}
