namespace Accrete.Blueprints;

/// <summary>All tensor axes that must change together when one layer gets wider or narrower.</summary>
/// <param name="Name">The first layer that makes such channels; with a number where that layer makes channels of
/// several groups.</param>
/// <param name="Channels">Its width.</param>
/// <param name="Fixed">Whether the width is given from outside: by the image's channels or the classes.</param>
/// <param name="Producers">The layers that make the channels, each a set of its own that is added to the
/// others.</param>
/// <param name="PassThroughs">The layers that hold parameters for each channel and pass it on.</param>
/// <param name="Consumers">The layers that sum the channels away.</param>
public sealed record ChannelGroup(
    string Name,
    int Channels,
    bool Fixed,
    IReadOnlyList<string> Producers,
    IReadOnlyList<string> PassThroughs,
    IReadOnlyList<string> Consumers
);
