namespace Accrete.Blueprints.Layers;

/// <summary>
/// Puts channels of zeros before and behind those of its input: the shortcut without parameters of residual networks
/// for small images (He et al., 2016, option A).
/// </summary>
/// <param name="Name">The name, unique in the blueprint.</param>
/// <param name="Input">The layer that it reads.</param>
/// <param name="Before">Channels of zeros before.</param>
/// <param name="After">Channels of zeros behind.</param>
internal sealed record ZeroChannels(string Name, string Input, int Before, int After) : UnaryLayer(Name, Input)
{
    internal override Layer Making(IReadOnlyList<int> channels) =>
        this with
        {
            Before = channels[0],
            After = channels[1],
        };

    private protected override ImageShape Infer(ImageShape input) =>
        Before >= 0 && After >= 0
            ? input with
            {
                Channels = checked(input.Channels + Before + After),
            }
            : throw Unfit($"before {Before} and after {After} must be at least 0.");

    private protected override ChannelAxis Tie(ChannelTies ties, ChannelAxis axis, ImageShape input) =>
        ties.Join([ties.Make(this, Before), axis, ties.Make(this, After)]);
}
