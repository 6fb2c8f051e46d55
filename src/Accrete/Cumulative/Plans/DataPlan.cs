using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Accrete.Datasets;

namespace Accrete.Cumulative.Plans;

/// <summary>The images of a run, and how they are varied while training.</summary>
public sealed record DataPlan
{
    /// <summary>A named set, or a folder of images by class.</summary>
    [Description("data set known by name, or a folder with a folder of images for each class"), MinLength(1)]
    public string Set { get; init; } = "sample";

    /// <summary>The folder in which named sets are looked for.</summary>
    [Description("folder that holds the data sets known by name"), MinLength(1)]
    public string? Root { get; init; }

    /// <summary>Side of the images in pixels; the set's own when not given.</summary>
    [Description("height and width of the images, in pixels"), Range(1, 4096)]
    public int? Size { get; init; }

    /// <summary>1 for grey, 3 for colour; the set's own when not given.</summary>
    [Description("number of channels of the images: 1 for grayscale, 3 for color"), AllowedValues(null, 1, 3)]
    public int? Channels { get; init; }

    /// <summary>What is done to images that are not square.</summary>
    [Description("how an image becomes a square: crop (to its middle), pad (with black), or stretch")]
    public ImageFit Fit { get; init; }

    /// <summary>The share of each class that a folder without a split keeps for testing.</summary>
    [
        Description("share of each class that is held out for testing, where a folder has no test images of its own"),
        Range(0.001, 0.9)
    ]
    public double Holdout { get; init; } = 0.1;

    /// <summary>The root of that split; the run's seed when not given.</summary>
    [
        Description("seed of the random division of a folder without test images; without it, the seed of the run"),
        Range(0, int.MaxValue)
    ]
    public int? SplitSeed { get; init; }

    /// <summary>
    /// Whether images are mirrored at random; null for sets alone of which it is known that classes stay the same.
    /// </summary>
    [Description(
        "mirror training images at random: true, false, or auto, which mirrors only data sets known by name "
            + "whose classes stay the same"
    )]
    [JsonConverter(typeof(ChoiceJson))]
    public bool? Flip { get; init; }

    /// <summary>Pixels added on each border before a random crop to the old size.</summary>
    [Description("random shift of training images by up to this many pixels"), Range(0, 1024)]
    public int Crop { get; init; }

    /// <summary>Side of the square that is blanked at random, in pixels.</summary>
    [Description("side of a square that is blanked at a random place, in pixels"), Range(0, 4096)]
    public int Cutout { get; init; }

    /// <summary>How classes of unequal size are evened out.</summary>
    [Description(
        "how classes of unequal size are balanced: none, weights (of the loss), or sampling (equally many images each "
            + "epoch)"
    )]
    public ClassBalance Balance { get; init; }

    /// <summary>
    /// The share of the images with less than the mean loss that each pass leaves out; those that stay count for them.
    /// </summary>
    [
        Description("share of the well-learned images that is left out of each pass; the others are weighted up"),
        Range(0, 0.9)
    ]
    public double DropLearned { get; init; }

    /// <summary>The share of the run's compute after which nothing is left out any more.</summary>
    [Description("share of the run's compute after which no images are left out any more"), Range(0, 1)]
    public double DropUntil { get; init; } = 0.875;

    /// <summary>Whether images that cannot be read are left out and counted, instead of being an error.</summary>
    [Description("continue without images that cannot be read, and count them")]
    public bool SkipBad { get; init; }

    /// <summary>The content of the set, when it is known; other content is refused.</summary>
    [Description("SHA-256 of the images; other images are refused")]
    public string? Sha256 { get; init; }

    /// <summary>The same for images that were read: what is left to them is decided.</summary>
    public DataPlan For(Dataset data) => this with { Flip = Flip ?? data.CanBeMirrored == true };
}
