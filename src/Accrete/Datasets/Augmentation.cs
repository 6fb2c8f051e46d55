namespace Accrete.Datasets;

/// <summary>
/// Random changes of training images (data augmentation), which are drawn again for every image of every batch.
/// </summary>
public sealed record Augmentation
{
    /// <summary>Gets the augmentation that changes nothing.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>Gets whether images are mirrored left to right with a probability of one half.</summary>
    public bool Flip { get; init; }

    /// <summary>
    /// Gets the number of black pixels that are put on each border before a window of the old size is cropped at
    /// random; 0 turns this off. They are black before normalization, as in torchvision.
    /// </summary>
    public int Crop { get; init; }

    /// <summary>
    /// Gets the side in pixels of a square that is set to the mean (0 after normalization), with its center anywhere in
    /// the image (DeVries and Taylor, 2017); 0 turns this off.
    /// </summary>
    public int Cutout { get; init; }

    /// <summary>Makes the same augmentation for images of a share of the height and width.</summary>
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
