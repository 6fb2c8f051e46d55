using System.Globalization;
using System.Text;

namespace Accrete;

/// <summary>Text that comes from outside and is to become a path or a name.</summary>
internal static class GivenText
{
    /// <summary>
    /// The most characters of a path or a name: as many as the longest path of the systems that we know.
    /// </summary>
    public const int Longest = 4096;

    private const int LongestShown = 100;

    /// <summary>What keeps a text from being a path or a name; null where nothing does.</summary>
    public static string? Flaw(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? "holds a NUL character"
        : HasLoneSurrogate(text) ? "holds half of a surrogate pair, which is no character"
        : text.Length > Longest ? $"is longer than {Longest} characters"
        : null;

    /// <summary>
    /// The text as an error shows it: of a long one only its beginning, and of several lines the first.
    /// </summary>
    public static string Shown(string text)
    {
        var line = text.AsSpan(0, text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length);
        return line.Length <= LongestShown ? line.ToString() : $"{line[..LongestShown]}...";
    }

    /// <summary>
    /// Whether a character is safe to show: it steers nothing, turns nothing around, has a width, and ends no line.
    /// </summary>
    public static bool Shows(Rune character) =>
        Rune.GetUnicodeCategory(character)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.Surrogate
            );

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return true;
            }
        }

        return false;
    }
}
