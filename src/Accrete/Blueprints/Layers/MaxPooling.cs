namespace Accrete.Blueprints.Layers;

/// <summary>The largest of each square of <see cref="Side"/> x <see cref="Side"/> pixels.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Side">Side of the square in pixels.</param>
/// <param name="Stride">Step in pixels; the side when not given.</param>
/// <param name="Padding">Pixels on each border that never are the largest, at most half a side.</param>
/// <param name="Ceiling">Whether a square that leaves the image is taken too; else it is left out.</param>
internal sealed record MaxPooling(
    string Name,
    string Input,
    int Side = 2,
    int? Stride = null,
    int Padding = 0,
    bool Ceiling = false
) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.OverwritableOutput | LayerTraits.KeepsRange;

    internal override long Operations(IReadOnlyList<ImageShape> inputs, ImageShape output) =>
        checked(output.Elements * Side * Side);

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Side < 1 || Stride < 1 || Padding < 0 || Padding > Side / 2)
        {
            throw Unfit(
                $"a square of {Side} pixels and a stride of {Stride ?? Side} must be at least 1, and padding "
                    + $"{Padding} at most half a side."
            );
        }

        var output = new ImageShape(
            input.Channels,
            Steps(input.Height, Side, Stride ?? Side, Padding, Ceiling),
            Steps(input.Width, Side, Stride ?? Side, Padding, Ceiling)
        );
        return output.Elements > 0 ? output : throw Unfit($"a square of {Side} pixels does not fit into {input}.");
    }
}
