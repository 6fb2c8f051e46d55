namespace Accrete.Blueprints;

/// <summary>
/// A channel group: all axes of tensors that must change together when one layer gets wider or narrower.
/// </summary>
/// <param name="Name">The name of the group: the first layer that makes its channels, followed by a number if that
/// layer makes channels of several groups.</param>
/// <param name="Channels">The width of the group.</param>
/// <param name="Fixed">Whether the width cannot change, because the image's channels or the classes determine
/// it.</param>
/// <param name="Producers">The layers that make the channels. If there are several, their outputs are added.</param>
/// <param name="PassThroughs">The layers that have parameters for each channel and pass the channels on, such as
/// norms.</param>
/// <param name="Consumers">The layers that sum over the channels.</param>
public sealed record ChannelGroup(
    string Name,
    int Channels,
    bool Fixed,
    IReadOnlyList<string> Producers,
    IReadOnlyList<string> PassThroughs,
    IReadOnlyList<string> Consumers
);
