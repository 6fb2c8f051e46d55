using System.Globalization;
using Accrete.Costs;
using Accrete.Cumulative;
using static Accrete.Reports.HtmlPage;

namespace Accrete.Reports;

/// <summary>The parts of a page that show how networks were made, of a run or of runs that are compared.</summary>
internal static class RunSections
{
    /// <summary>The networks of a run, drawn.</summary>
    public static string Lineage(RunOutcome outcome) =>
        $"<figure>{LineageFigure.Svg(outcome.Stages)}</figure>"
        + Aside("Each bar is a layer, as high as it has channels.");

    /// <summary>How exact each growth of a run was.</summary>
    public static string Receipts(RunOutcome outcome) =>
        Table(
            ["stage", "transformation", "logit change, eval", "logit change, train", "parameters", "images", "seconds"],
            outcome.Stages.SelectMany(s =>
                s.Receipts.Select(r =>
                    Row(
                        $"{s.Index}",
                        $"{r.Kind}",
                        $"{Change(r.MaxLogitChangeEval)}",
                        $"{Change(r.MaxLogitChangeTrain)}",
                        $"{r.Detail.Parameters[0]:n0} → {r.Detail.Parameters[1]:n0}",
                        $"{r.Detail.Images}",
                        $"{r.Detail.Seconds:f2}"
                    )
                )
            )
        )
        + Aside(
            "The largest change of a logit as a part of the largest logit, measured on real images in the "
                + "type of the weights. Pruning may change them."
        );

    /// <summary>Entries of ledgers, each said to be of something: a stage, an arm.</summary>
    /// <param name="of">What that is, as text.</param>
    /// <param name="entries">The entries with its name.</param>
    public static string Work(string of, IEnumerable<(string Of, LedgerEntry Entry)> entries) =>
        Table(
            [of, "purpose", "MACs", "memory words", "images", "bytes of images", "seconds", "joules, measured"],
            entries.Select(e =>
                Row(
                    $"{e.Of}",
                    $"{e.Entry.Purpose}",
                    $"{e.Entry.Macs / 1e9:n2} G",
                    $"{e.Entry.Words / 1e9:n2} G",
                    $"{e.Entry.Images:n0}",
                    $"{e.Entry.Bytes / 1e6:n1} M",
                    $"{e.Entry.Seconds:n2}",
                    $"{Measured(e.Entry.Joules)}"
                )
            )
        );

    /// <summary>What runs were made with, each different answer once.</summary>
    public static string MadeWith(IEnumerable<RunOutcome> outcomes) =>
        string.Concat(outcomes.Where(o => o.Versions is not null).Select(MadeWith).Distinct().Select(Aside));

    private static string Change(double change) =>
        change == 0 ? "0" : change.ToString("0.0e0", CultureInfo.InvariantCulture);

    private static string MadeWith(RunOutcome outcome)
    {
        var versions = outcome.Versions!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Accrete {versions.Accrete}, libtorch {versions.LibTorch}, {versions.Runtime}; "
                + $"{versions.Processor}; {versions.System}. Threads: {outcome.Plan.Threads}. Numbers: "
                + $"{outcome.Precision}."
        );
    }
}
