using Spectre.Console;

namespace Accrete.Bench.Reports;

/// <summary>A report on the terminal.</summary>
internal static class TableReport
{
    public static void Print(Report report, IAnsiConsole console)
    {
        console.WriteLine(report.Surroundings.ToString());
        foreach (var section in report.Sections)
        {
            var table = new Table
            {
                Title = new TableTitle(Markup.Escape(section.Title)),
                Border = TableBorder.Rounded,
            };
            foreach (var column in FigureText.Columns)
            {
                table.AddColumn(
                    column is "median" or "least" or "most"
                        ? new TableColumn(column).RightAligned()
                        : new TableColumn(column)
                );
            }

            foreach (var figure in section.Figures)
            {
                table.AddRow([.. FigureText.Cells(figure).Select(c => new Text(c))]);
            }

            console.WriteLine();
            console.Write(table);
            foreach (var note in section.Notes)
            {
                console.WriteLine(note, new Style(Color.Grey));
            }
        }
    }
}
