using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Datasets;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete data list</c>: the named data sets, and where each was found or looked for.</summary>
internal sealed class DataListCommand : Command
{
    private readonly DataRootOption dataRoot = new();
    private readonly JsonOption json = new();

    public DataListCommand()
        : base("list", "List the data sets known by name, and where each was found or looked for.")
    {
        Options.Add(dataRoot);
        Options.Add(json);
        SetAction(Run);
    }

    private int Run(ParseResult parsed)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var root = parsed.GetValue(dataRoot);
        if (root is not null && !Directory.Exists(root))
        {
            throw new InvalidInputException(
                $"--data-root {root}: there is no such folder; name the one that holds the data sets, or set "
                    + $"{DatasetCatalog.RootVariable}."
            );
        }

        var sets = DatasetCatalog.List(root);
        if (parsed.GetValue(json))
        {
            screen.Document(sets, DataListJson.Default.IReadOnlyListCatalogEntry);
        }
        else
        {
            DataListTable.Print(sets, screen.People);
        }

        return ExitStatus.Done;
    }
}
