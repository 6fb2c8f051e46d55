namespace Accrete.Cli.Terminal;

/// <summary>
/// What is said of work that was stopped. A command that leaves something to go on from says what that is.
/// </summary>
internal sealed class StopNotice
{
    private volatile Func<string> text = () => "Stopped before the work was done.";

    /// <summary>What there is to say now, by what is on the disk; one line.</summary>
    public string Line
    {
        get
        {
            try
            {
                return Printable.Shortened(text(), Failure.Longest);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or AccreteException)
            {
                return "Stopped.";
            }
        }
    }

    /// <summary>Decides what is said from now on.</summary>
    public void Becomes(Func<string> text) => this.text = text;
}
