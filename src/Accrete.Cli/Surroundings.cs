using System.CommandLine;
using Accrete.Cli.Terminal;

namespace Accrete.Cli;

/// <summary>
/// What a command finds around it: where it writes, and where it says what there is to go on from when it is stopped.
/// </summary>
internal sealed class Surroundings : InvocationConfiguration
{
    public Surroundings(TextWriter output, TextWriter error, StopNotice notice)
    {
        (Output, Error, Notice) = (output, error, notice);
        (EnableDefaultExceptionHandler, ProcessTerminationTimeout) = (false, null);
    }

    public StopNotice Notice { get; }
}
