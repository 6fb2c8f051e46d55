namespace Accrete.Cli.Terminal;

/// <summary>Turns what went wrong into one line for a person and a status for the shell.</summary>
internal static class Failure
{
    public static int Report(Exception e, bool verbose, TextWriter error)
    {
        error.WriteLine($"error: {Explain(e)}");
        if (verbose)
        {
            error.WriteLine(e);
        }

        return e is InvalidInputException ? ExitStatus.WrongInput : ExitStatus.Failed;
    }

    private static string Explain(Exception e) => e switch
    {
        AccreteException => OneLine(e.Message),
        OperationCanceledException => "interrupted.",
        IOException or UnauthorizedAccessException => OneLine(e.Message),
        OutOfMemoryException => "out of memory; use a smaller batch or a smaller network.",
        _ => $"{OneLine(e.Message)} ({e.GetType().Name}: a fault of Accrete; --verbose shows where)",
    };

    private static string OneLine(string message) => message.ReplaceLineEndings("\n").Split('\n')[0];
}
