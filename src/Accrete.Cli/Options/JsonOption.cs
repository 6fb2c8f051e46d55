using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary><c>--json</c>.</summary>
internal sealed class JsonOption : Option<bool>
{
    public JsonOption()
        : base("--json") => Description = "Print one JSON document, and nothing else, on standard output.";
}
