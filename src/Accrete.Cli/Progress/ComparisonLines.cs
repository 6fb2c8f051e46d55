using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Spectre.Console;

namespace Accrete.Cli.Progress;

/// <summary>A comparison as lines: which run begins, its epochs, and what it reached.</summary>
internal sealed class ComparisonLines(IAnsiConsole console) : IComparisonObserver
{
    public IRunObserver Begins(Arm arm, int seed, Schedule schedule)
    {
        console.WriteLine($"{arm.Name}, seed {seed}: {arm.Meaning}; {NumberText.Plain(Math.Round(schedule.Stages.Sum(s => s.Epochs), 2))} epochs, {NumberText.Short(schedule.TrainingMacs)}MAC planned");
        return new LineDisplay(console, new StageTable([]));
    }

    public void LeftOut(Arm arm) => console.WriteLine($"{arm.Name}: left out; for this recipe it would train what another arm does.");

    public void Finished(Arm arm, ComparedRun run) =>
        console.WriteLine($"{arm.Name}, seed {run.Seed}: {NumberText.Share(run.TestAccuracy)} of the test images, {NumberText.Short(run.TrainingMacs)}MAC of training in {Clock.Text(run.Seconds)}");
}
