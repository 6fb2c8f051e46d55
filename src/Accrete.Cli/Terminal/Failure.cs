namespace Accrete.Cli.Terminal;

/// <summary>Turns what went wrong into one line for a person and a status for the shell.</summary>
internal static class Failure
{
    // A longer line holds a name that nobody reads to its end.
    public const int Longest = 2000;

    public static int Report(Exception e, bool verbose, TextWriter error)
    {
        Screen.Console(error).WriteLine(Line("error", Explain(e)));
        if (verbose)
        {
            error.WriteLine(Printable.Lines(e.ToString()));
        }

        return e is InvalidInputException ? ExitStatus.WrongInput : ExitStatus.Failed;
    }

    /// <summary>One line about something that went wrong, or that is worth a word.</summary>
    public static string Line(string kind, string text) => $"{kind}: {Printable.Shortened(text, Longest)}";

    private static string Explain(Exception e) =>
        e switch
        {
            AccreteException known => SettingOptions.Explain(known),
            _ when MemoryFailure.Is(e) => MemoryFailure.Advice,
            IOException or UnauthorizedAccessException => OneLine(e.Message),
            _ => $"{OneLine(e.Message)} ({e.GetType().Name}: a fault of Accrete; --verbose shows where)",
        };

    // Of what others wrote: our own messages are one line, and a line break in them is part of a name.
    private static string OneLine(string message) => message.ReplaceLineEndings("\n").Split('\n')[0];
}
