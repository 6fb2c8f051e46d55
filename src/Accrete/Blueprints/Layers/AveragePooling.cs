namespace Accrete.Blueprints.Layers;

/// <summary>
/// The mean of each square of <see cref="Side"/> x <see cref="Side"/> pixels; an incomplete square is left out.
/// </summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Side">Side of the square in pixels.</param>
/// <param name="Stride">Step in pixels; the side when not given.</param>
internal sealed record AveragePooling(string Name, string Input, int Side = 2, int? Stride = null)
    : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.OverwritableOutput | LayerTraits.KeepsRange;

    internal override long Operations(IReadOnlyList<ImageShape> inputs, ImageShape output) =>
        checked(output.Elements * Side * Side);

    private protected override ImageShape Infer(ImageShape input)
    {
        if (Side < 1 || Stride < 1)
        {
            throw Unfit($"a square of {Side} pixels and a stride of {Stride ?? Side} must be at least 1.");
        }

        var output = new ImageShape(
            input.Channels,
            Steps(input.Height, Side, Stride ?? Side, 0),
            Steps(input.Width, Side, Stride ?? Side, 0)
        );
        return output.Elements > 0 ? output : throw Unfit($"a square of {Side} pixels does not fit into {input}.");
    }
}
