namespace Accrete.Cli;

/// <summary>What the tool answers to the shell.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;
}
