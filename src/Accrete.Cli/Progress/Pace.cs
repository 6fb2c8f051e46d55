using Accrete.Costs;
using Accrete.Cumulative;

namespace Accrete.Cli.Progress;

/// <summary>How fast a run goes now, and so how long it will still take.</summary>
internal sealed class Pace
{
    private const double Window = 5;

    private readonly Queue<(double Seconds, long Images)> recent = [];
    private long images;
    private int stage;

    /// <summary>Images a second over the last seconds.</summary>
    public double ImagesPerSecond { get; private set; }

    /// <summary>Seconds until the run is done, at the present pace; null before there is one.</summary>
    public double? SecondsLeft { get; private set; }

    public void Add(TrainingProgress progress)
    {
        if (stage != progress.Stage.Index)
        {
            recent.Clear();
            stage = progress.Stage.Index;
        }

        images += progress.Stage.Batch;
        recent.Enqueue((progress.Seconds, images));
        while (recent.Count > 2 && progress.Seconds - recent.Peek().Seconds > Window)
        {
            recent.Dequeue();
        }

        var (seconds, before) = recent.Peek();
        if (progress.Seconds > seconds)
        {
            ImagesPerSecond = (images - before) / (progress.Seconds - seconds);
            SecondsLeft = progress.Budget is { Unit: BudgetUnit.Seconds } budget
                ? Math.Max(0, budget.Amount - progress.Seconds)
                : ImagesLeft(progress) / ImagesPerSecond;
        }
    }

    // In images of the present stage.
    private static double ImagesLeft(TrainingProgress progress)
    {
        var present = progress.Stage;
        return ((present.Steps - progress.Step) * present.Batch)
            + progress.Schedule.Stages.Skip(present.Index).Sum(s => s.Steps * s.Batch * s.TimeOfImage(present));
    }
}
