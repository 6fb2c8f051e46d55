using System.Text;

namespace Accrete.Bench.Reports;

/// <summary>A report as docs/benchmarks.md holds it.</summary>
internal static class MarkdownReport
{
    public static string Of(Report report)
    {
        var text = new StringBuilder();
        Line(text, report.Surroundings.ToString());
        foreach (var section in report.Sections)
        {
            Line(text, "");
            Line(text, $"### {section.Title}");
            Line(text, "");
            Row(text, FigureText.Columns);
            Row(text, FigureText.Columns.Select(c => c is "median" or "least" or "most" ? "---:" : "---"));
            foreach (var figure in section.Figures)
            {
                Row(text, FigureText.Cells(figure));
            }

            foreach (var note in section.Notes)
            {
                Line(text, "");
                Line(text, note);
            }
        }

        return text.ToString();
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        Line(text, $"| {string.Join(" | ", cells)} |");

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
