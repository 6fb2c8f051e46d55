using System.CommandLine;

namespace Accrete.Cli.Options;

/// <summary><c>--verbose</c>, which every command takes.</summary>
internal sealed class VerboseOption : Option<bool>
{
    public VerboseOption()
        : base("--verbose")
    {
        Description = "Show where in the program an error occurred.";
        Recursive = true;
    }
}
