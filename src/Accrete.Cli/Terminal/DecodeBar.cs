using Accrete.Datasets;
using Spectre.Console;

namespace Accrete.Cli.Terminal;

/// <summary>Shows how far the decoding of a data set is, where there is a terminal to show it on.</summary>
internal static class DecodeBar
{
    /// <summary>Runs the reading of a data set; the bar is gone at its end.</summary>
    public static T Show<T>(Screen screen, Func<IProgress<DecodeProgress>?, T> read) =>
        screen.Bars is { } console
            ? console
                .Progress()
                .AutoClear(true)
                .Columns(
                    new TaskDescriptionColumn(),
                    new ProgressBarColumn(),
                    new PercentageColumn(),
                    new RemainingTimeColumn()
                )
                .Start(context => read(new Bar(context)))
            : read(null);

    private sealed class Bar(ProgressContext context) : IProgress<DecodeProgress>
    {
        // Made at the first report: what comes from memory or from the cache decodes nothing and needs no bar.
        private ProgressTask? task;

        public void Report(DecodeProgress value)
        {
            task ??= context.AddTask("decoding images", maxValue: value.Total);
            task.Value = value.Done;
        }
    }
}
