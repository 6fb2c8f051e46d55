using Accrete.Blueprints;

namespace Accrete.Datasets;

/// <summary>A rectangle within an image, ends excluded; empty by default.</summary>
internal readonly record struct Hole(int Top, int Bottom, int Left, int Right)
{
    /// <summary>A square with its centre anywhere in the image, cut off at the borders.</summary>
    public static Hole Draw(int side, ImageShape shape, Random random)
    {
        var top = random.Next(shape.Height) - (side / 2);
        var left = random.Next(shape.Width) - (side / 2);
        return new Hole(
            Math.Max(0, top),
            (int)Math.Min(shape.Height, (long)top + side),
            Math.Max(0, left),
            (int)Math.Min(shape.Width, (long)left + side)
        );
    }
}
