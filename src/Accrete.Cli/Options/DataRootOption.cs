using System.CommandLine;
using Accrete.Datasets;

namespace Accrete.Cli.Options;

/// <summary><c>--data-root DIR</c>.</summary>
internal sealed class DataRootOption : Option<string?>
{
    public DataRootOption()
        : base("--data-root")
    {
        Description =
            $"The folder that holds the data sets known by name. [default: the environment variable "
            + $"{DatasetCatalog.RootVariable}]";
        HelpName = "DIR";
        DefaultValueFactory = _ =>
            Environment.GetEnvironmentVariable(DatasetCatalog.RootVariable) is { Length: > 0 } folder ? folder : null;
    }
}
