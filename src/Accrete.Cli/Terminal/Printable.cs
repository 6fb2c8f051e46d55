using System.Text;

namespace Accrete.Cli.Terminal;

/// <summary>
/// Makes text that may hold names from files safe to show: what steers a terminal, hides or turns around is not passed
/// on.
/// </summary>
internal static class Printable
{
    private const char Instead = '?';

    // Ends of a text that is too long: how it begins, and what is to be done about it.
    private const double ShareOfBegin = 0.6;

    /// <summary>
    /// The text with a question mark for each character that is no mark on paper: controls, line ends, marks of
    /// direction, characters without width, halves of a pair.
    /// </summary>
    public static string Of(string text) => Clean(text, keepTabs: false);

    /// <summary>The same for a line whose fields have tabs between them and are clean already.</summary>
    public static string Fields(string line) => Clean(line, keepTabs: true);

    /// <summary>The text of many lines, each of them clean.</summary>
    public static string Lines(string text) =>
        string.Join(Environment.NewLine, text.ReplaceLineEndings("\n").Split('\n').Select(Of));

    /// <summary>About so many characters of it at most: where there are more, the middle is left out.</summary>
    public static string Shortened(string text, int most)
    {
        if (text.Length <= most)
        {
            return Of(text);
        }

        var begin = (int)(most * ShareOfBegin);
        return $"{Of(text[..WholeAt(text, begin)])}…{Of(text[WholeAt(text, text.Length - most + begin)..])}";
    }

    // A cut does not go through a pair.
    private static int WholeAt(string text, int at) => char.IsSurrogatePair(text, at - 1) ? at + 1 : at;

    private static string Clean(string text, bool keepTabs)
    {
        var clean = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; )
        {
            var whole = Rune.TryGetRuneAt(text, at, out var character);
            var length = whole ? character.Utf16SequenceLength : 1;
            clean.Append(
                whole && (GivenText.Shows(character) || (keepTabs && text[at] == '\t'))
                    ? text.AsSpan(at, length)
                    : [Instead]
            );
            at += length;
        }

        return clean.ToString();
    }
}
