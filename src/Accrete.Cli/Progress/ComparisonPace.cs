using System.Diagnostics;

namespace Accrete.Cli.Progress;

/// <summary>Which run of a comparison it is, and how long the rest will take.</summary>
internal sealed class ComparisonPace
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int runs;
    private int before;
    private int finished;

    /// <summary>Such as <c>run 3 of 10</c>.</summary>
    public string Place => $"run {before + finished + 1} of {runs}";

    /// <summary>
    /// Seconds until the last run is done, by the mean of those that were trained; null before there is one, and after
    /// the last.
    /// </summary>
    public double? SecondsLeft =>
        finished == 0 || before + finished >= runs
            ? null
            : clock.Elapsed.TotalSeconds / finished * (runs - before - finished);

    public void Begin(int all, int done)
    {
        (runs, before, finished) = (all, done, 0);
        clock.Restart();
    }

    public void Finish() => finished++;
}
