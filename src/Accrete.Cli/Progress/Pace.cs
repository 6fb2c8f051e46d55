using Accrete.Cumulative;

namespace Accrete.Cli.Progress;

/// <summary>How fast a run goes now, and so how long it will still take.</summary>
internal sealed class Pace
{
    private const double Window = 5;
    private readonly Queue<(double Seconds, long Images, long Macs)> recent = [];
    private long images;

    /// <summary>Images a second over the last seconds.</summary>
    public double ImagesPerSecond { get; private set; }

    /// <summary>Seconds until all planned compute is spent, at the present pace; null before there is one.</summary>
    public double? SecondsLeft { get; private set; }

    public void Add(TrainingProgress progress)
    {
        images += progress.Stage.Batch;
        recent.Enqueue((progress.Seconds, images, progress.MacsSpent));
        while (recent.Count > 2 && progress.Seconds - recent.Peek().Seconds > Window)
        {
            recent.Dequeue();
        }

        var (seconds, before, macs) = recent.Peek();
        var span = progress.Seconds - seconds;
        if (span > 0)
        {
            ImagesPerSecond = (images - before) / span;
            SecondsLeft = (progress.MacsPlanned - progress.MacsSpent) / ((progress.MacsSpent - macs) / span);
        }
    }
}
