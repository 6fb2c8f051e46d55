using Accrete.Costs;
using Accrete.Cumulative;

namespace Accrete.Cli.Progress;

/// <summary>How fast a run goes now, and so how long it will still take.</summary>
internal sealed class Pace
{
    private const double Window = 5;

    // The foretold end follows new measurements slowly, as slowly as what is left allows.
    private const double LeastMemory = 10;
    private const double ShareOfMemory = 0.4;
    private const double ShareOfLeft = 1 / 3d;

    private readonly Queue<(double Seconds, long Images)> recent = [];
    private long images;
    private int stage;
    private (double Seconds, long Images) began;
    private double? begin;
    private double last;
    private double weighed;
    private double? end;

    /// <summary>Images a second over the last seconds.</summary>
    public double ImagesPerSecond { get; private set; }

    /// <summary>Seconds until the run is done; null before there is a pace.</summary>
    public double? SecondsLeft { get; private set; }

    public void Add(TrainingProgress progress)
    {
        AddRecent(progress);
        var (seconds, before) = recent.Peek();
        if (progress.Seconds > seconds)
        {
            ImagesPerSecond = (images - before) / (progress.Seconds - seconds);
            SecondsLeft = progress.Budget is { Unit: BudgetUnit.Seconds } budget
                ? Math.Max(0, budget.Amount - progress.Seconds)
                : Smooth(progress);
        }
    }

    private void AddRecent(TrainingProgress progress)
    {
        if (stage != progress.Stage.Index)
        {
            recent.Clear();
            stage = progress.Stage.Index;
            began = (progress.Seconds, images + progress.Stage.Batch);
        }

        images += progress.Stage.Batch;
        recent.Enqueue((progress.Seconds, images));
        while (recent.Count > 2 && progress.Seconds - recent.Peek().Seconds > Window)
        {
            recent.Dequeue();
        }
    }

    private double Smooth(TrainingProgress progress)
    {
        var passed = progress.Seconds - (begin ?? recent.Peek().Seconds);
        var since = end is null ? passed : progress.Seconds - last;
        begin ??= recent.Peek().Seconds;
        last = progress.Seconds;
        weighed += Weight(progress.Stage, progress);
        var left = Left(progress, passed / weighed);
        var memory = Math.Min(Math.Max(LeastMemory, ShareOfMemory * passed), ShareOfLeft * left);
        end =
            end is { } foretold && memory > 0
                ? foretold + ((1 - Math.Exp(-since / memory)) * (progress.Seconds + left - foretold))
                : progress.Seconds + left;
        return Math.Max(0, end.Value - progress.Seconds);
    }

    // The rest of this stage by what it took so far, later ones by what all that was trained took: a few seconds say
    // little.
    private double Left(TrainingProgress progress, double secondsOfWeight)
    {
        var present = progress.Stage;
        return (
                (present.Steps - progress.Step)
                * present.Batch
                * (progress.Seconds - began.Seconds)
                / (images - began.Images)
            ) + (progress.Stages.Skip(present.Index).Sum(s => s.Steps * Weight(s, progress)) * secondsOfWeight);
    }

    // About the time of a step, in that of an image of the first stage.
    private static double Weight(Stage stage, TrainingProgress progress) =>
        stage.Batch * stage.TimeOfImage(progress.Stages[0]);
}
