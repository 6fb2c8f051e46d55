using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>The original sizes of the images of a data set, before they were brought to one shape.</summary>
/// <param name="Smallest">The size with the fewest pixels.</param>
/// <param name="Median">The median size.</param>
/// <param name="Largest">The size with the most pixels.</param>
/// <param name="CutOff">The share of an image that was cropped away, as the mean over all images.</param>
public sealed record ImageSizes(ImageSize Smallest, ImageSize Median, ImageSize Largest, double CutOff)
{
    /// <summary>Sums up at least one size.</summary>
    internal static ImageSizes Of(ImageSize[] sizes, ImageShape shape, ImageFit fit)
    {
        var cutOff = fit == ImageFit.Crop ? sizes.Average(s => CutOffBy(s, shape)) : 0;
        // The other sides decide between equally many pixels: the same sizes are named whatever the order of the
        // images.
        var ordered = sizes.OrderBy(s => (long)s.Width * s.Height).ThenBy(s => s.Width).ToArray();
        return new ImageSizes(ordered[0], ordered[ordered.Length / 2], ordered[^1], cutOff);
    }

    private static double CutOffBy(ImageSize size, ImageShape shape)
    {
        var (across, down) = ((double)shape.Width / size.Width, (double)shape.Height / size.Height);
        return 1 - (Math.Min(across, down) / Math.Max(across, down));
    }
}
