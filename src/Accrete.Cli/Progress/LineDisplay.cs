using Accrete.Cli.Terminal;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Growth;
using Spectre.Console;

namespace Accrete.Cli.Progress;

/// <summary>A run in a file or a log: a line for each epoch and stage.</summary>
internal sealed class LineDisplay(IAnsiConsole console, StageTable table) : IRunObserver
{
    private readonly Pace pace = new();

    public void Grown(Stage stage, IReadOnlyList<Receipt> receipts)
    {
        foreach (var receipt in receipts)
        {
            console.WriteLine(
                $"stage {stage.Index}: {receipt.Kind}, {NumberText.Count(receipt.Detail.Parameters[0])} to "
                    + $"{Counted.Of(receipt.Detail.Parameters[1], "parameter")}, largest change of a logit "
                    + $"{NumberText.Scientific(receipt.MaxLogitChangeEval)}"
            );
        }
    }

    public void Forecast(Stage stage, Budget spent) =>
        console.WriteLine(
            $"stage {stage.Index}: {NumberText.Epochs(stage.Epochs)} "
                + $"{(stage.Epochs == 1 ? "epoch fits" : "epochs fit")} the budget, {NumberText.Amount(spent)} of it "
                + "spent at their end"
        );

    public void Stepped(TrainingProgress progress)
    {
        pace.Add(progress);
        var stage = progress.Stage;
        if (progress.Step % stage.StepsPerEpoch == 0 || stage.EndsAt(progress.Step))
        {
            var left = pace.SecondsLeft is { } seconds ? $", {Clock.Text(seconds)} left" : "";
            console.WriteLine(
                $"stage {stage.Index} of {progress.Stages.Count}, epoch "
                    + $"{NumberText.Epochs((double)progress.Step / stage.StepsPerEpoch)} of "
                    + $"{NumberText.Epochs((double)stage.Steps / stage.StepsPerEpoch)}: loss "
                    + $"{progress.Epoch.Loss:f3}, accuracy {NumberText.Share(progress.Epoch.Accuracy)}, "
                    + $"{NumberText.Count((long)pace.ImagesPerSecond)} images/s{left}"
            );
        }
    }

    public void Completed(StageOutcome outcome)
    {
        table.Add(outcome);
        console.WriteLine(
            $"stage {outcome.Index} done: {NumberText.Share(outcome.TestAccuracy)} of the test images, "
                + $"{Clock.Text(outcome.Seconds)}"
        );
    }
}
