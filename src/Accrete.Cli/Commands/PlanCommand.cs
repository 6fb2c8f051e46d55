using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Terminal;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete plan</c>: what a recipe would do and cost, without training.</summary>
internal sealed class PlanCommand : Command
{
    private readonly PlanOptions options = new();
    private readonly JsonOption json = new();
    private readonly Option<bool> keys = new("--keys")
    {
        Description = "Only list all keys of recipes, with their meaning and default.",
    };

    public PlanCommand()
        : base("plan", "Show what a training would do, stage by stage, and what it would cost, without training.")
    {
        options.AddTo(this);
        Options.Add(keys);
        Options.Add(json);
        SetAction((parsed, stop) => Task.FromResult(Run(parsed, stop)));
    }

    private int Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        if (parsed.GetValue(keys))
        {
            Keys(screen, parsed.GetValue(json));
            return ExitStatus.Done;
        }

        var plan = options.Read(parsed);
        options.Load(parsed);
        using var dataset = PlanData.Open(plan, screen, stop);
        plan = plan with { Data = plan.Data.For(dataset) };
        var schedule = Schedule.Of(plan, dataset);
        schedule.CheckCosts(plan, options.Limits(parsed));
        var document = PlanDocument.Of(plan, DatasetIdentity.Of(dataset), schedule);
        if (parsed.GetValue(json))
        {
            screen.Document(document, PlanDocumentJson.Default.PlanDocument);
        }
        else
        {
            PlanTable.Print(document, dataset, screen.People);
        }

        return ExitStatus.Done;
    }

    private static void Keys(Screen screen, bool json)
    {
        if (json)
        {
            screen.Document(PlanKeys.All, PlanDocumentJson.Default.IReadOnlyListPlanKey);
            return;
        }

        var table = new FigureTable().Words("key", "default", "meaning");
        foreach (var key in PlanKeys.All)
        {
            table.Row(key.Key, key.Default, key.Meaning);
        }

        table.Print(screen.People);
    }
}
