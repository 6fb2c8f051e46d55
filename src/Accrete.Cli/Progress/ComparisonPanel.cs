using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Spectre.Console;

namespace Accrete.Cli.Progress;

/// <summary>
/// A comparison on a terminal: the panel of the run that is trained, and above it a row for each that is finished.
/// </summary>
internal sealed class ComparisonPanel(LiveDisplayContext context) : IComparisonObserver
{
    private readonly ComparisonPace pace = new();
    private readonly FigureTable finished = new FigureTable().Words("arm").Numbers("seed", "test", "training", "time");
    private readonly List<string> leftOut = [];
    private int rows;

    public void Planned(int runs, int done) => pace.Begin(runs, done);

    public IRunObserver Begins(Arm arm, int seed, Schedule schedule)
    {
        var left = pace.SecondsLeft is { } seconds ? $", about {Clock.Text(seconds)} left in all" : "";
        return new PanelDisplay(
            context,
            new StageTable([]),
            $"{pace.Place}: {arm.Name}, seed {seed}{left}",
            rows > 0 ? finished.Content : null
        );
    }

    public void LeftOut(Arm arm) => leftOut.Add(arm.Name);

    public void Finished(Arm arm, ComparedRun run)
    {
        pace.Finish();
        rows++;
        finished.Row(
            arm.Name,
            $"{run.Seed}",
            NumberText.Share(run.TestAccuracy),
            $"{NumberText.Short(run.TrainingMacs)}MAC",
            Clock.Text(run.Seconds)
        );
        context.UpdateTarget(finished.Content);
    }

    /// <summary>What is still to be said when the panel is gone.</summary>
    public void End(IAnsiConsole console) =>
        leftOut.ForEach(name => console.WriteLine(ComparisonLines.WhyLeftOut(name)));
}
