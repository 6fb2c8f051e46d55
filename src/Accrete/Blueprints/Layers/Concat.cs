namespace Accrete.Blueprints.Layers;

/// <summary>The channels of all inputs, one input after the other.</summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Inputs">The layers whose channels are joined.</param>
internal sealed record Concat(string Name, IReadOnlyList<string> Inputs) : MergingLayer(Name, Inputs)
{
    private protected override string Alike => "one height and width";

    internal override ChannelAxis Tie(
        ChannelTies ties,
        IReadOnlyList<ChannelAxis> axes,
        IReadOnlyList<ImageShape> inputs
    ) => ties.Join(axes);

    private protected override bool Fits(ImageShape first, ImageShape other) => true;

    private protected override ImageShape Merge(IReadOnlyList<ImageShape> inputs) =>
        inputs[0] with
        {
            Channels = inputs.Aggregate(0, (sum, i) => checked(sum + i.Channels)),
        };
}
