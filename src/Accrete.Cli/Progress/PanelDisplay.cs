using System.Diagnostics;
using Accrete.Cli.Terminal;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Growth;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Accrete.Cli.Progress;

/// <summary>A run on a terminal: one panel that moves, and above it a line for each stage.</summary>
/// <param name="context">The place on the terminal.</param>
/// <param name="table">The complete stages.</param>
/// <param name="title">What the run is, where it is one of several.</param>
/// <param name="above">What stands above it then.</param>
internal sealed class PanelDisplay(
    LiveDisplayContext context,
    StageTable table,
    string? title = null,
    IRenderable? above = null
) : IRunObserver
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);
    private readonly Pace pace = new();
    private readonly Stopwatch sinceRefresh = Stopwatch.StartNew();

    // The receipts are in the table when the stage is complete.
    public void Grown(Stage stage, IReadOnlyList<Receipt> receipts) { }

    // The panel shows the epochs that fit.
    public void Forecast(Stage stage, Budget spent) { }

    public void Stepped(TrainingProgress progress)
    {
        pace.Add(progress);
        if (sinceRefresh.Elapsed < Refresh)
        {
            return;
        }

        sinceRefresh.Restart();
        context.UpdateTarget(Show(progress));
    }

    public void Completed(StageOutcome outcome)
    {
        table.Add(outcome);
        context.UpdateTarget(table.Render());
    }

    private Rows Show(TrainingProgress progress)
    {
        var stage = progress.Stage;
        var epoch = (double)progress.Step / stage.StepsPerEpoch;
        var panel = new Panel(
            new Rows(
                Bar(progress.Share),
                Line(
                    ("epoch", $"{epoch:f1} of {NumberText.Epochs((double)stage.Steps / stage.StepsPerEpoch)}"),
                    ("images/s", NumberText.Count((long)pace.ImagesPerSecond)),
                    ("loss", $"{progress.Epoch.Loss:f3}")
                ),
                Line(
                    ("accuracy", NumberText.Share(progress.Epoch.Accuracy)),
                    ("test", progress.TestAccuracy is { } test ? NumberText.Share(test) : "-")
                ),
                Line(
                    ("compute", $"{NumberText.Short(progress.MacsSpent)}MAC"),
                    ("spent", Clock.Text(progress.Seconds)),
                    ("left", pace.SecondsLeft is { } left ? Clock.Text(left) : "-")
                )
            )
        )
        {
            Header = new PanelHeader(
                $" stage {stage.Index} of {progress.Stages.Count}: "
                    + $"{Counted.Of(stage.Images.Count, "image")}, "
                    + $"{NumberText.Short(stage.Blueprint.ForwardMacs)}MAC each "
            ),
            Border = BoxBorder.Rounded,
            Expand = true,
        };
        return new Rows([
            .. above is null ? [] : new[] { above },
            .. title is null ? [] : new[] { new Text(Printable.Of(title)) },
            .. table.IsEmpty ? [] : new[] { table.Render() },
            panel,
        ]);
    }

    private static BreakdownChart Bar(double spent) =>
        new BreakdownChart { ShowTags = false }
            .AddItem("spent", Math.Round(100 * spent, 1), Color.Blue)
            .AddItem("left", Math.Round(100 * (1 - spent), 1), Color.Grey23);

    private static Markup Line(params (string Name, string Value)[] parts) =>
        new(string.Join("   ", parts.Select(p => $"[grey]{p.Name}[/] {p.Value}")));
}
