using System.Runtime.InteropServices;

namespace Accrete.Cli;

/// <summary>What the tool answers to the shell.</summary>
internal static class ExitStatus
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;

    /// <summary>Stopped as by Ctrl-C.</summary>
    public const int Stopped = 130;

    /// <summary>Stopped by a signal: 128 and its number, as shells count.</summary>
    public static int OfSignal(PosixSignal signal) =>
        signal switch
        {
            PosixSignal.SIGHUP => 129,
            PosixSignal.SIGTERM => 143,
            _ => Stopped,
        };
}
