using Accrete.Cli;
using Accrete.Cli.Terminal;
using CsCheck;
using Spectre.Console;

namespace Accrete.Tests.Cli.Terminal;

public sealed class PrintableTests
{
    // Controls of both kinds, marks of direction, without width and of tags, line ends that are none of ASCII's, halves
    // of pairs.
    private static readonly string[] Steering =
    [
        "\0",
        "\a",
        "\b",
        "\u001b",
        "\r",
        "\n",
        "\u007f",
        "\u0085",
        "\u009b",
        "\u00ad",
        "\u061c",
        "\u200b",
        "\u200d",
        "\u200e",
        "\u2028",
        "\u2029",
        "\u202a",
        "\u202e",
        "\u2060",
        "\u2066",
        "\u2069",
        "\ufeff",
        "\U000E0041",
        "\ud800",
        "\udc00",
    ];

    private static readonly string[] Parts = [.. Steering, "a", "é", "漢", "😀", "?", " ", "\t", "[red]"];

    private static readonly Gen<string> Hostile = Gen.Int[0, Parts.Length - 1]
        .Array[0, 40]
        .Select(which => string.Concat(which.Select(i => Parts[i])));

    [Theory]
    [InlineData("Ankle boot", "Ankle boot")]
    [InlineData("naïve 漢字 😀 [red]x[/] café", "naïve 漢字 😀 [red]x[/] café")]
    [InlineData("a\u001b[31mb\tc\n", "a?[31mb?c?")]
    [InlineData("a\u202eb\u2028c\u0085d\u200be", "a?b?c?d?e")]
    public void What_steers_a_terminal_becomes_a_question_mark(string text, string shown) =>
        Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void Whatever_the_text_nothing_is_left_that_steers() =>
        Hostile.Sample(text =>
        {
            AssertShows(Printable.Of(text));
            AssertShows(Printable.Shortened(text, 10));
            Assert.Equal(Printable.Of(text), Printable.Of(Printable.Of(text)));
            Assert.Equal(1 + text.Count(c => c == '\t'), Printable.Fields(text).Split('\t').Length);
        });

    [Fact]
    public void A_long_text_keeps_its_begin_and_its_end()
    {
        var shown = Printable.Shortened(
            $"begin{string.Concat(Enumerable.Repeat("😀", 1_000_000))}: is too long; end",
            100
        );
        Assert.StartsWith("begin😀", shown, StringComparison.Ordinal);
        Assert.EndsWith("😀: is too long; end", shown, StringComparison.Ordinal);
        Assert.InRange(shown.Length, 90, 103);
        Assert.DoesNotContain('?', shown);
    }

    [Fact]
    public void No_console_shows_it_in_a_line_a_table_or_a_cell() =>
        Hostile.Sample(text =>
        {
            using var written = new StringWriter();
            var console = Screen.Console(written);
            PrintedLines.WriteLine(console, text);
            Assert.Equal(1, written.ToString().Count(c => c == '\n'));
            var table = new FigureTable().Words(text + "h").Numbers("n");
            table.Row(text, "1");
            table.Total(text);
            table.Print(console);
            console.Write(new Grid().AddColumn().AddRow(new Text(text)));
            AssertShows(
                written
                    .ToString()
                    .Replace("\r", "", StringComparison.Ordinal)
                    .Replace("\n", "", StringComparison.Ordinal)
            );
        });

    private static void AssertShows(string text) =>
        Assert.All(text.EnumerateRunes(), c => Assert.True(GivenText.Shows(c), $"U+{c.Value:X4} in {text}"));
}
