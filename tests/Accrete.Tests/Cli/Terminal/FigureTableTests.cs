using Accrete.Cli.Terminal;

namespace Accrete.Tests.Cli.Terminal;

public sealed class FigureTableTests
{
    [Theory]
    [InlineData(120, "stage", "widths", "parameters", "images", "epochs", "training MACs", "share")]
    [InlineData(80, "stage", "widths", "parameters", "images", "epochs", "training MACs", "share")]
    [InlineData(70, "stage", "widths", "parameters", "epochs", "training MACs", "share")]
    [InlineData(62, "stage", "widths", "parameters", "training MACs", "share")]
    public void A_narrow_console_has_fewer_columns_and_no_broken_words(int width, params string[] heads)
    {
        using var written = new StringWriter();
        var console = Screen.Console(written);
        console.Profile.Width = width;
        var table = new FigureTable()
            .Numbers("stage")
            .Words("widths")
            .Numbers("parameters", "images", "epochs", "training MACs", "share")
            .Without("images", "epochs");
        table.Row("1", "2x32-2x64-2x128", "1,288,170", "60,000", "14.71", "398.1 T", "100.0 %");
        table.Total("all", "", "", "", "14.71", "398.1 T", "100.0 %");
        table.Print(console);

        var lines = written.ToString().Split('\n').Select(l => l.TrimEnd()).ToArray();
        Assert.All(lines, l => Assert.InRange(l.Length, 0, width));
        Assert.Equal(
            string.Join(' ', heads),
            string.Join(
                ' ',
                lines
                    .First(l => l.Contains("stage", StringComparison.Ordinal))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            )
        );
        Assert.Contains(lines, l => l.Contains("2x32-2x64-2x128", StringComparison.Ordinal));
        Assert.Equal(width < 80, written.ToString().Contains("no room for: images", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("猫の写真猫の写真", 16)]
    [InlineData("e\u0301te\u0301e\u0301te\u0301", 6)]
    public void Wide_characters_and_combining_marks_count_by_their_cells(string name, int cells)
    {
        // A blank before all, two beside each column, and a number of seven digits.
        foreach (
            var (width, fits) in new[] { (1 + cells + 2 + 7 + 2 + 5 + 2, true), (cells + 2 + 7 + 2 + 5 + 2, false) }
        )
        {
            using var written = new StringWriter();
            var console = Screen.Console(written);
            console.Profile.Width = width;
            var table = new FigureTable().Words("").Numbers("pixels", "share").Without("share");
            table.Row(name, "1234567", "1.0 %");
            table.Print(console);

            Assert.Contains(name, written.ToString(), StringComparison.Ordinal);
            Assert.Equal(fits, written.ToString().Contains("1.0 %", StringComparison.Ordinal));
        }
    }
}
