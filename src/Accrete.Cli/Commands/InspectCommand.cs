using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete inspect</c>: the layers of a network, what they hold and what they cost.</summary>
internal sealed class InspectCommand : Command
{
    private readonly InspectTarget target = new();
    private readonly Option<bool> groups = new("--groups")
    {
        Description = "Show the channel groups, which say which layers change their widths together.",
    };
    private readonly Option<bool> latency = new("--latency")
    {
        Description = "Measure the time of a forward pass of 1 and of 64 images, in float32.",
    };
    private readonly JsonOption json = new();

    public InspectCommand()
        : base("inspect", "Show the layers of a network, their parameters and their compute.")
    {
        target.AddTo(this);
        Options.Add(groups);
        Options.Add(latency);
        Options.Add(json);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var inspected = target.Find(parsed, screen, stop);
        var times = parsed.GetValue(latency) ? Measure(parsed, inspected, stop) : null;
        if (parsed.GetValue(json))
        {
            screen.Document(
                InspectDocument.Of(inspected, parsed.GetValue(groups), times),
                InspectJson.Default.InspectDocument
            );
        }
        else if (parsed.GetValue(groups))
        {
            InspectGroups.Print(inspected, screen.People);
        }
        else
        {
            InspectTable.Print(inspected, times, screen.People);
        }

        return ExitStatus.Done;
    }

    private IReadOnlyList<InspectedLatency> Measure(ParseResult parsed, Inspected inspected, CancellationToken stop)
    {
        target.CheckCosts(parsed, inspected.Blueprint);
        target.Start(parsed);
        return InspectedLatency.Of(inspected.Blueprint, stop);
    }
}
