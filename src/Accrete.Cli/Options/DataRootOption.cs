using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary><c>--data-root DIR</c>.</summary>
internal sealed class DataRootOption : Option<string?>
{
    /// <summary>The environment variable that stands for the option.</summary>
    public const string Variable = "ACCRETE_DATA";

    public DataRootOption()
        : base("--data-root")
    {
        Description = $"The folder to look for named data sets in. [or {Variable}]";
        HelpName = "DIR";
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;
    }
}
