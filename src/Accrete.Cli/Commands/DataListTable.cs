using Accrete.Datasets;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>The named data sets as people read them.</summary>
internal static class DataListTable
{
    public static void Print(IReadOnlyList<CatalogEntry> sets, IAnsiConsole console)
    {
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().PadLeft(1).PadRight(1))
            .AddColumn(new GridColumn().NoWrap().PadRight(2))
            .AddColumn(new GridColumn().PadRight(0));
        foreach (var set in sets)
        {
            grid.AddRow(Mark(set), new Text(set.Name), new Text(set.Description));
            grid.AddRow(Text.Empty, Text.Empty, new Text(Place(set), new Style(Color.Grey)));
        }

        console.Write(grid);
    }

    private static Text Mark(CatalogEntry set) =>
        set.Found is null ? new Text("--", new Style(Color.Yellow)) : new Text("ok", new Style(Color.Green));

    private static string Place(CatalogEntry set)
    {
        if (set.Found is { } found)
        {
            return found;
        }

        return set.Searched.Count == 0
            ? $"not looked for: give --data-root DIR or set {DatasetCatalog.RootVariable}"
            : $"not found; looked for {string.Join(", ", set.Searched)}";
    }
}
