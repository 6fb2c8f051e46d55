using Spectre.Console;
using Spectre.Console.Rendering;

namespace Accrete.Cli.Terminal;

/// <summary>
/// The one look of all tables: a line below the head, numbers to the right and never folded, nothing read as markup.
/// Where a console is too narrow for all columns, those that matter least are left out, and named below.
/// </summary>
internal sealed class FigureTable
{
    // A longer name is seen whole in --json.
    private const int LongestCell = 120;

    private readonly List<(string Head, bool IsNumber)> columns = [];
    private readonly List<string[]> rows = [];
    private string[]? total;
    private string[] dispensable = [];

    /// <summary>It as a part of something larger.</summary>
    public IRenderable Content => new Fitting(this);

    /// <summary>Adds columns of words.</summary>
    public FigureTable Words(params string[] heads) => Columns(heads, isNumber: false);

    /// <summary>Adds columns of numbers.</summary>
    public FigureTable Numbers(params string[] heads) => Columns(heads, isNumber: true);

    /// <summary>Says which columns are left out where there is no room, the first of these first.</summary>
    public FigureTable Without(params string[] heads)
    {
        dispensable = heads;
        return this;
    }

    /// <summary>Adds a row.</summary>
    public void Row(params string[] cells) => rows.Add(Clean(cells));

    /// <summary>Adds the row of sums, below a line.</summary>
    public void Total(params string[] cells) => total = Clean(cells);

    /// <summary>Whether all columns have room on a console.</summary>
    public bool Fits(IAnsiConsole console) => LeastWidth(Enumerable.Range(0, columns.Count)) <= console.Profile.Width;

    /// <summary>Prints it.</summary>
    public void Print(IAnsiConsole console) => console.Write(Content);

    private static string[] Clean(string[] cells) => [.. cells.Select(c => Printable.Shortened(c, LongestCell))];

    private FigureTable Columns(string[] heads, bool isNumber)
    {
        columns.AddRange(Clean(heads).Select(h => (h, isNumber)));
        return this;
    }

    private Table Build(int width)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Count)];
        List<string> left = [];
        foreach (var head in dispensable.Where(d => columns.Exists(c => c.Head == d)))
        {
            if (LeastWidth(shown) <= width)
            {
                break;
            }

            left.Add(head);
            shown.RemoveAll(c => columns[c].Head == head);
        }

        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in shown)
        {
            table.AddColumn(Column(column));
        }

        rows.ForEach(r => table.AddRow(shown.Select(c => Cell(r, c))));
        if (left.Count > 0)
        {
            table.Caption = new TableTitle(
                $"no room for: {string.Join(", ", left)}".EscapeMarkup(),
                new Style(Color.Grey)
            );
        }

        return table;
    }

    private TableColumn Column(int column)
    {
        var (head, isNumber) = columns[column];
        return new TableColumn(new Text(head, new Style(decoration: Decoration.Bold)))
        {
            Alignment = isNumber ? Justify.Right : Justify.Left,
            NoWrap = isNumber,
            Padding = new Padding(0, 0, 1, 0),
            Footer = total is null ? null : Cell(total, column),
        };
    }

    private static Text Cell(string[] cells, int column) => new(column < cells.Length ? cells[column] : "");

    // Two blanks beside each column, and the one before all.
    private int LeastWidth(IEnumerable<int> shown) => shown.Sum(c => LeastWidth(c) + 2) + 1;

    // Words fold between each other, and numbers nowhere. A wide character takes two cells, and a mark on another one
    // none.
    private int LeastWidth(int column) =>
        rows.Append(total ?? [])
            .Where(r => column < r.Length)
            .Select(r => r[column])
            .Append(columns[column].Head)
            .Max(text => columns[column].IsNumber ? text.GetCellWidth() : text.Split(' ').Max(w => w.GetCellWidth()));

    private sealed class Fitting(FigureTable figures) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) =>
            ((IRenderable)figures.Build(maxWidth)).Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            ((IRenderable)figures.Build(maxWidth)).Render(options, maxWidth);
    }
}
