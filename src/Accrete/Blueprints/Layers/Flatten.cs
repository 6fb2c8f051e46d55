namespace Accrete.Blueprints.Layers;

/// <summary>
/// All of an image in one row, <c>[N, C, H, W]</c> to <c>[N, C x H x W]</c>: each channel becomes a block of H x W
/// columns.
/// </summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
internal sealed record Flatten(string Name, string Input) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.View | LayerTraits.KeepsRange;

    private protected override ImageShape Infer(ImageShape input) => new(checked((int)input.Elements), 1, 1);

    private protected override ChannelAxis Tie(ChannelTies ties, ChannelAxis axis, ImageShape input) =>
        axis.InBlocks(checked(input.Height * input.Width));
}
