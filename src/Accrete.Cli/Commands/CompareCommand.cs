using System.CommandLine;
using Accrete.Cli.Options;
using Accrete.Cli.Progress;
using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Storage;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary><c>accrete compare</c>: cumulative training against training from scratch, over some seeds.</summary>
internal sealed class CompareCommand : Command
{
    private readonly PlanOptions options = new();
    private readonly WholeNumberOption seeds = new(
        "--seeds",
        "The number of runs of each arm, with consecutive seeds from --seed on. [default: 3]",
        1,
        1000
    );

    private readonly Option<string[]> arms = new("--arms")
    {
        Description =
            $"The ways of training to compare: {string.Join(", ", Arms.All.Select(a => a.Name))}. [default: all]",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> folder = new("--out")
    {
        Description = "The folder of the comparison. Runs that are finished in it are not trained again.",
        HelpName = "DIR",
        Required = true,
    };
    private readonly JsonOption json = new();

    public CompareCommand()
        : base(
            "compare",
            "Train the same network cumulatively and from scratch, and compare accuracy, compute and time."
        )
    {
        options.AddTo(this);
        Options.Add(seeds);
        Options.Add(arms);
        Options.Add(folder);
        Options.Add(json);
        SetAction(Run);
    }

    private Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        var screen = Screen.For(parsed, parsed.GetValue(json));
        var chosen = parsed.GetValue(arms) is { Length: > 0 } names ? Arms.Named(names) : Arms.All;
        var path = parsed.GetValue(folder)!;
        RunFolder.RequireFolder(path);
        if (StoredRun.Holds(path))
        {
            throw new InvalidInputException(
                $"{path}: is the folder of a run; choose another --out for the comparison."
            );
        }

        var plan = options.Read(parsed);
        var count = parsed.GetValue(seeds) ?? 3;
        if (count - 1 > int.MaxValue - plan.Seed)
        {
            throw new InvalidInputException(
                $"--seeds {count}: from seed {plan.Seed} on there are only "
                    + $"{(long)int.MaxValue - plan.Seed + 1}; lower --seed."
            );
        }

        screen.WhenStopped(() =>
            $"Stopped with {Counted.Of(Comparison.FinishedRuns(path), "finished run")} of the comparison. The "
            + "same command goes on from there."
        );
        options.Start(parsed, plan);
        using var data = PlanData.Open(plan, screen, stop);
        plan = plan with { Data = plan.Data.For(data) with { Sha256 = Identity(path, plan, data, stop) } };
        // A plan that does not fit the data must not leave a folder behind.
        Schedule.Of(plan, data).CheckCosts(plan, options.Limits(parsed));
        if (!Comparison.IsIn(path))
        {
            ImagesFile.Write(path, data);
        }

        DataLines.Print(data, plan.Data, screen.People);
        var outcome = Watch(
            screen,
            observer => new Comparison(plan, data, path, observer) { Warn = screen.Warn }.Run(chosen, count, stop)
        );
        ComparisonTable.Print(outcome, screen.People);
        screen.People.WriteLine($"Report: {ReportCommand.Write(path, stop: stop)}");
        if (parsed.GetValue(json))
        {
            screen.Document(outcome, Comparison.OutcomeType);
        }

        return Task.FromResult(ExitStatus.Done);
    }

    private static ComparisonOutcome Watch(Screen screen, Func<IComparisonObserver, ComparisonOutcome> compare)
    {
        if (!screen.People.Profile.Capabilities.Interactive)
        {
            return compare(new ComparisonLines(screen.People));
        }

        return screen
            .People.Live(new Text(""))
            .AutoClear(true)
            .Start(context =>
            {
                var panel = new ComparisonPanel(context);
                var outcome = compare(panel);
                panel.End(screen.People);
                return outcome;
            });
    }

    // Runs of one comparison are of one plan, and those of an earlier version name the images by another sum.
    private static string Identity(string path, Plan plan, Dataset data, CancellationToken stop)
    {
        if (!Comparison.IsIn(path) || Comparison.Read(path) is not { Plan.Data.Sha256: { Length: > 0 } earlier } begun)
        {
            return data.Sha256;
        }

        return PlannedImages.Is(earlier, begun.Dataset, data, plan, stop)
            ? earlier
            : throw new InvalidInputException(
                $"{plan.Data.Set}: {ImagesFile.Changes(path, data, begun.Dataset)} since runs in {path} were "
                    + $"trained on them; {PlannedImages.WayBack(earlier, plan, stop)}, or compare into another --out."
            );
    }
}
