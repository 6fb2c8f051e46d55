namespace Accrete.Blueprints;

/// <summary>The shape of one image or feature map, <c>[C, H, W]</c>.</summary>
/// <param name="Channels">C.</param>
/// <param name="Height">H, in pixels.</param>
/// <param name="Width">W, in pixels.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width)
{
    /// <summary>Gets the number of values: C x H x W.</summary>
    public long Elements => checked((long)Channels * Height * Width);

    /// <summary>
    /// Makes the shape of the image at a share of its height and width, which are at least one pixel.
    /// </summary>
    public ImageShape Scaled(double share) =>
        this with
        {
            Height = Math.Max(1, (int)Math.Round(share * Height)),
            Width = Math.Max(1, (int)Math.Round(share * Width)),
        };

    /// <inheritdoc/>
    public override string ToString() => $"{Channels}x{Height}x{Width}";
}
