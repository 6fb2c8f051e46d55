using Accrete.Blueprints;

namespace Accrete.Cli.Commands;

/// <summary>One channel group of a network: what changes together.</summary>
/// <param name="Name">Its name, as <c>accrete grow --widen NAME=N</c> takes it.</param>
/// <param name="Channels">Its width.</param>
/// <param name="Fixed">Whether the width is given from outside, by the image or the classes.</param>
/// <param name="Producers">The layers that make the channels.</param>
/// <param name="PassThroughs">The layers that hold parameters for each channel and pass it on.</param>
/// <param name="Consumers">The layers that sum the channels away.</param>
internal sealed record InspectedGroup(
    string Name, int Channels, bool Fixed, IReadOnlyList<string> Producers, IReadOnlyList<string> PassThroughs, IReadOnlyList<string> Consumers)
{
    public static IReadOnlyList<InspectedGroup> Of(Blueprint blueprint) =>
        [.. new ChannelGroups(blueprint).All.Select(g => new InspectedGroup(g.Name, g.Channels, g.Fixed, g.Producers, g.PassThroughs, g.Consumers))];
}
