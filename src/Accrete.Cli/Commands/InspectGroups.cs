using Accrete.Blueprints;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>The channel groups of a network as people read them.</summary>
internal static class InspectGroups
{
    public static void Print(Inspected inspected, IAnsiConsole console)
    {
        var blueprint = inspected.Blueprint;
        var groups = new ChannelGroups(blueprint).All;
        console.WriteLine(
            $"{blueprint.Name} for images of {blueprint.Input}, {Counted.Of(blueprint.Classes, "class")}: "
                + $"{Counted.Of(groups.Count, "channel group")}, {groups.Count(g => !g.Fixed)} free"
        );
        foreach (var group in groups)
        {
            console.WriteLine();
            console.WriteLine(
                $"{group.Name}: {Counted.Of(group.Channels, "channel")}, {(group.Fixed ? "fixed" : "free")}"
            );
            // A residual stage has a hundred layers in one group: lists fold behind their heads.
            var lists = new Grid()
                .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0))
                .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
            AddList(lists, "made by", group.Producers);
            AddList(lists, "passes", group.PassThroughs);
            AddList(lists, "read by", group.Consumers);
            console.Write(lists);
        }

        console.WriteLine();
        console.WriteLine(
            "The layers of a group change their widths together. A free one is widened with "
                + $"'{CommandHint.Of("grow", "MODEL", "--widen", "GROUP=N")}'."
        );
    }

    private static void AddList(Grid lists, string head, IReadOnlyList<string> layers)
    {
        if (layers.Count > 0)
        {
            lists.AddRow(new Text(head), new Text(string.Join(", ", layers)));
        }
    }
}
