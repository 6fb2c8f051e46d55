using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Which shapes images may have, and the one that a request asks for.</summary>
internal static class ImageShapes
{
    private const int Largest = 4096;

    /// <summary>The set's own shape, changed where <paramref name="request"/> asks for another.</summary>
    public static ImageShape Wanted(DatasetRequest request, ImageShape own)
    {
        var shape = new ImageShape(
            request.Channels ?? own.Channels,
            request.Size ?? own.Height,
            request.Size ?? own.Width
        );
        Check(shape);
        return shape;
    }

    /// <summary>Throws unless the shape has 1 or 3 channels and 1 to 4096 pixels a side.</summary>
    public static void Check(ImageShape shape)
    {
        if (shape.Channels is not (1 or 3))
        {
            throw new InvalidInputException($"channels = {shape.Channels}: images have 1 channel (grey) or 3 (RGB).");
        }

        if (shape.Height is < 1 or > Largest || shape.Width is < 1 or > Largest)
        {
            throw new InvalidInputException($"size = {shape.Height}x{shape.Width}: give 1 to {Largest} pixels a side.");
        }
    }
}
