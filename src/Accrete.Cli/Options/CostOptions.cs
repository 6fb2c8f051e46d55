using System.CommandLine;
using Accrete.Costs;

namespace Accrete.Cli.Options;

/// <summary>
/// The options that say what a network may ask of the machine: <c>--max-memory</c>, <c>--max-work</c>.
/// </summary>
internal sealed class CostOptions
{
    private readonly MemoryOption memory = new(
        "--max-memory",
        "The most memory that a network may need at once: for passing images through it, or for a step of training. A "
            + "network that needs more is refused. [default: a share of this machine's memory]"
    );

    private readonly FactorOption work = new(
        "--max-work",
        "The most operations that a network may need for one image. A network that needs more is refused. [default: "
            + "1e11]",
        1,
        1e18
    )
    {
        HelpName = "N",
    };

    /// <summary>Declares them on a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(memory);
        command.Options.Add(work);
    }

    /// <summary>The limits.</summary>
    public CostLimits Limits(ParseResult parsed) => new(parsed.GetValue(memory), parsed.GetValue(work));
}
