using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Spectre.Console;

namespace Accrete.Cli.Progress;

/// <summary>A comparison as lines: what each run reached.</summary>
internal sealed class ComparisonLines(IAnsiConsole console) : IComparisonObserver
{
    private readonly ComparisonPace pace = new();

    public void Planned(int runs, int finished) => pace.Begin(runs, finished);

    public IRunObserver? Begins(Arm arm, int seed, Schedule schedule) => null;

    public void LeftOut(Arm arm) => console.WriteLine(WhyLeftOut(arm.Name));

    /// <summary>Why an arm is left out.</summary>
    public static string WhyLeftOut(string arm) =>
        $"{arm}: left out; for this recipe it would train what another arm does.";

    public void Finished(Arm arm, ComparedRun run)
    {
        var place = pace.Place;
        pace.Finish();
        var left = pace.SecondsLeft is { } seconds ? $", about {Clock.Text(seconds)} left" : "";
        console.WriteLine(
            $"{place}: {arm.Name}, seed {run.Seed}: {NumberText.Share(run.TestAccuracy)} of the test images, "
                + $"{NumberText.Short(run.TrainingMacs)}MAC of training in {Clock.Text(run.Seconds)}{left}"
        );
    }
}
