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
        "The most memory that a network may take at once: for images on their way through it, or for a step "
            + "of training. [default: a share of this machine's]"
    );

    private readonly FactorOption work = new(
        "--max-work",
        "The most operations that a network may take for one image. [default: 1e11]",
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
