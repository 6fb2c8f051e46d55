using System.CommandLine;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete data</c>: the data sets.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "List the data sets known by name, or check one.")
    {
        Subcommands.Add(new DataListCommand());
        Subcommands.Add(new DataVerifyCommand());
    }
}
