namespace Accrete.Cli.Terminal;

/// <summary>Makes names from files safe to show: what steers a terminal is not passed on.</summary>
internal static class Printable
{
    /// <summary>The text with a question mark for each control character.</summary>
    public static string Of(string text) => text.Any(char.IsControl) ? new string([.. text.Select(c => char.IsControl(c) ? '?' : c)]) : text;
}
