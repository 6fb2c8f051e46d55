using Accrete.Cli.Terminal;
using Spectre.Console;

namespace Accrete.Cli;

/// <summary>
/// Lines of results. It stands in the namespace around all commands, so that their calls of <c>WriteLine</c> come here
/// and not to the console's own method, for which a line break in a name would begin another line.
/// </summary>
internal static class PrintedLines
{
    private const int Longest = 10_000;

    /// <summary>
    /// Prints text as one line, without what steers a terminal; only on a terminal it is folded between words.
    /// </summary>
    public static void WriteLine(this IAnsiConsole console, string line)
    {
        var clean = Printable.Shortened(line, Longest);
        if (console.Profile.Out.IsTerminal)
        {
            console.Write(new Text(clean + Environment.NewLine));
        }
        else
        {
            console.Profile.Out.Writer.WriteLine(clean);
        }
    }
}
