using Accrete.Cumulative;

namespace Accrete.Cli.Progress;

/// <summary>How fast a run goes now, and so how long it will still take.</summary>
internal sealed class Pace
{
    private const double Window = 5;

    // Small networks use a processor worse than large ones: with 16 times the multiply-accumulates an image took five
    // times as long, where this was measured.
    private const double TimeByMacs = 0.6;

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
            SecondsLeft = progress.Schedule.Stages.Skip(stage - 1).Sum(s => ImagesLeft(s, progress) * Relative(s, progress.Stage)) / ImagesPerSecond;
        }
    }

    private static double ImagesLeft(Stage stage, TrainingProgress progress) =>
        (stage.Steps - (stage.Index == progress.Stage.Index ? progress.Step : 0)) * stage.Batch;

    // The time of an image of a later stage in those of the present one.
    private static double Relative(Stage stage, Stage present) => stage.Index == present.Index ? 1
        : Math.Pow((double)stage.Blueprint.TrainingMacs / present.Blueprint.TrainingMacs, TimeByMacs);
}
