using Spectre.Console;
using Spectre.Console.Rendering;

namespace Accrete.Cli.Terminal;

/// <summary>The one look of all tables: a line below the head, numbers to the right and never folded, nothing read as markup.</summary>
internal sealed class FigureTable
{
    // A longer name is seen whole in --json.
    private const int LongestCell = 120;

    private readonly Table table = new Table().Border(TableBorder.Simple);

    /// <summary>It as a part of something larger.</summary>
    public IRenderable Content => table;

    /// <summary>Adds columns of words.</summary>
    public FigureTable Words(params string[] heads) => Columns(heads, Justify.Left);

    /// <summary>Adds columns of numbers.</summary>
    public FigureTable Numbers(params string[] heads) => Columns(heads, Justify.Right);

    /// <summary>Adds a row.</summary>
    public void Row(params string[] cells) => table.AddRow(cells.Select(c => new Text(Printable.Shortened(c, LongestCell))));

    /// <summary>Adds the row of sums, below a line.</summary>
    public void Total(params string[] cells)
    {
        table.ShowFooters = true;
        foreach (var (column, cell) in table.Columns.Zip(cells))
        {
            column.Footer = new Text(Printable.Shortened(cell, LongestCell));
        }
    }

    /// <summary>Prints it.</summary>
    public void Print(IAnsiConsole console) => console.Write(table);

    private FigureTable Columns(string[] heads, Justify side)
    {
        foreach (var head in heads)
        {
            table.AddColumn(new TableColumn(new Text(Printable.Shortened(head, LongestCell), new Style(decoration: Decoration.Bold))) { Alignment = side, NoWrap = side == Justify.Right, Padding = new Padding(0, 0, 1, 0) });
        }

        return this;
    }
}
