using Accrete.Cli.Terminal;
using Accrete.Cumulative;
using Accrete.Growth;
using Spectre.Console.Rendering;

namespace Accrete.Cli.Progress;

/// <summary>The complete stages of a run, a row each.</summary>
/// <param name="earlier">The stages that were complete before this process began.</param>
internal sealed class StageTable(IEnumerable<StageOutcome> earlier)
{
    private readonly SortedDictionary<int, StageOutcome> outcomes = new(earlier.ToDictionary(s => s.Index));

    public bool IsEmpty => outcomes.Count == 0;

    public void Add(StageOutcome outcome) => outcomes[outcome.Index] = outcome;

    public IRenderable Render()
    {
        var table = new FigureTable()
            .Numbers("stage")
            .Words("widths")
            .Numbers(
                "parameters",
                "MACs",
                "images",
                "size",
                "epochs",
                "training",
                "time",
                "train",
                "test",
                "logit change"
            )
            .Without("logit change", "size", "training", "epochs", "images", "MACs");
        foreach (var stage in outcomes.Values)
        {
            table.Row(
                NumberText.Count(stage.Index),
                stage.Blueprint.DescribeWidths(),
                NumberText.Count(stage.Parameters),
                NumberText.Short(stage.ForwardMacs),
                NumberText.Count(stage.Images),
                NumberText.Size(stage.Blueprint.Input),
                NumberText.Epochs(stage.Epochs),
                NumberText.Short(stage.TrainingMacs),
                Clock.Text(stage.Seconds),
                NumberText.Share(stage.TrainAccuracy),
                NumberText.Share(stage.TestAccuracy),
                Change(stage.Receipts)
            );
        }

        return table.Content;
    }

    // Of growth, which keeps the function: pruning has receipts too, but may change it.
    private static string Change(IEnumerable<Receipt> receipts) =>
        receipts
            .Where(r => r.Kind != Receipt.Prune)
            .Select(r => r.MaxLogitChangeEval)
            .Order()
            .Select(NumberText.Scientific)
            .LastOrDefault("");
}
