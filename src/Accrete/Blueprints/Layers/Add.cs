namespace Accrete.Blueprints.Layers;

/// <summary>The sum of images of one shape: the end of a residual block (He et al., 2016).</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Inputs">The summands.</param>
internal sealed record Add(string Name, IReadOnlyList<string> Inputs) : MergingLayer(Name, Inputs)
{
    /// <inheritdoc/>
    public override LayerTraits Traits => LayerTraits.OverwritableOutput;

    private protected override string Alike => "one shape";

    internal override ChannelAxis Tie(
        ChannelTies ties,
        IReadOnlyList<ChannelAxis> axes,
        IReadOnlyList<ImageShape> inputs
    )
    {
        foreach (var other in axes.Skip(1))
        {
            ties.Unite(axes[0], other);
        }

        return axes[0];
    }

    private protected override bool Fits(ImageShape first, ImageShape other) => first == other;

    private protected override ImageShape Merge(IReadOnlyList<ImageShape> inputs) => inputs[0];
}
