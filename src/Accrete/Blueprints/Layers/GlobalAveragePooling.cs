namespace Accrete.Blueprints.Layers;

/// <summary>The mean of each channel, <c>[N, C, H, W]</c> to <c>[N, C]</c>.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
internal sealed record GlobalAveragePooling(string Name, string Input) : UnaryLayer(Name, Input)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.KeepsRange;

    private protected override ImageShape Infer(ImageShape input) => new(input.Channels, 1, 1);
}
