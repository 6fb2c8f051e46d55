namespace Accrete.Datasets;

/// <summary>Random changes of training images, drawn anew for every image of every batch.</summary>
public sealed record Augmentation
{
    /// <summary>No change at all.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>Whether half of the images are mirrored left to right.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Black pixels put around an image before a window of the old size is cut out at random; 0 is off. They are black
    /// before normalisation, as in torchvision.
    /// </summary>
    public int Crop { get; init; }

    /// <summary>
    /// The side in pixels of a square that is set to the mean (0 after normalisation), its centre anywhere in the image
    /// (DeVries and Taylor, 2017); 0 is off.
    /// </summary>
    public int Cutout { get; init; }

    /// <summary>The same changes for images of a share of the height and width.</summary>
    public Augmentation Scaled(double share) =>
        this with
        {
            Crop = (int)Math.Round(share * Crop),
            Cutout = (int)Math.Round(share * Cutout),
        };

    /// <summary>Throws where a size is negative or the crop larger than the image.</summary>
    internal void Check(Blueprints.ImageShape shape)
    {
        if (Crop < 0 || Crop > Math.Min(shape.Height, shape.Width))
        {
            throw new InvalidInputException(
                $"crop = {Crop}: give 0 to {Math.Min(shape.Height, shape.Width)} pixels for images of {shape}."
            );
        }

        if (Cutout < 0)
        {
            throw new InvalidInputException($"cutout = {Cutout}: give 0 or more pixels.");
        }
    }
}
