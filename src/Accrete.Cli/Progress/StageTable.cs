using Accrete.Blueprints;
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
        var table = new FigureTable().Numbers("stage").Words("widths")
            .Numbers("parameters", "MACs", "images", "epochs", "training", "time", "train", "test", "logit change");
        foreach (var stage in outcomes.Values)
        {
            table.Row(NumberText.Count(stage.Index), Widths(stage.Blueprint), NumberText.Count(stage.Parameters), NumberText.Short(stage.ForwardMacs),
                NumberText.Count(stage.Images), NumberText.Plain(stage.Epochs), NumberText.Short(stage.TrainingMacs), Clock.Text(stage.Seconds),
                NumberText.Share(stage.TrainAccuracy), NumberText.Share(stage.TestAccuracy), Change(stage.Receipts));
        }

        return table.Content;
    }

    // Equal neighbours are counted: 2x32-2x64 says as much as 32-32-64-64, in less room.
    private static string Widths(Blueprint blueprint)
    {
        var runs = new List<(int Width, int Count)>();
        foreach (var width in new ChannelGroups(blueprint).All.Where(g => !g.Fixed).Select(g => g.Channels))
        {
            var grows = runs.Count > 0 && runs[^1].Width == width;
            runs.Add((width, grows ? runs[^1].Count + 1 : 1));
            if (grows)
            {
                runs.RemoveAt(runs.Count - 2);
            }
        }

        return string.Join("-", runs.Select(r => r.Count == 1 ? $"{r.Width}" : $"{r.Count}x{r.Width}"));
    }

    private static string Change(IReadOnlyList<Receipt> receipts) =>
        receipts.Count == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{receipts.Max(r => r.MaxLogitChangeEval):0.0e0}");
}
