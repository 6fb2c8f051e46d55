using System.Globalization;
using System.Net;
using System.Text;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Reports;

/// <summary>A run as one self-contained HTML page.</summary>
public static class RunReport
{
    private const string Style = """
        :root { color-scheme: light dark; --ink: #1f2937; --paper: #ffffff; --line: #e5e7eb; --soft: #6b7280; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --paper: #111827; --line: #374151; --soft: #9ca3af; } }
        body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; margin-bottom: 0; } h2 { font-size: 1.15rem; margin-top: 2.5rem; } p.soft, caption { color: var(--soft); }
        .numbers { display: flex; flex-wrap: wrap; gap: 2rem; margin: 1.5rem 0; } .numbers b { display: block; font-size: 1.6rem; }
        .scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid var(--line); white-space: nowrap; } th:first-child, td:first-child, td.text { text-align: left; }
        figure { margin: 0; } figure svg { width: 100%; height: auto; background: #fff; border-radius: .5rem; } figure text { font-family: system-ui, sans-serif; } pre { overflow-x: auto; font-size: .85rem; }
        @media print { body { margin: 0; } pre { white-space: pre-wrap; } }
        """;

    /// <summary>The page.</summary>
    /// <param name="outcome">What the run reached.</param>
    /// <param name="metrics">Its metrics, line by line.</param>
    public static string Page(RunOutcome outcome, IReadOnlyList<MetricsLine> metrics)
    {
        var title = $"{outcome.Plan.Network.Name} on {outcome.Dataset.Name}";
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Text(title)}</title><style>{Style}</style></head><body>
            <h1>{Text(title)}</h1><p class="soft">Cumulative training, recipe {Text(outcome.Plan.Name)}, seed {outcome.Seed}, {outcome.Precision}</p>
            {Numbers(outcome)}
            <h2>Accuracy against compute</h2><figure>{AccuracyFigure.Svg(metrics)}</figure>
            <h2>Stages</h2>{Stages(outcome)}
            <h2>Growth, proven</h2>{Receipts(outcome)}
            <h2>Plan</h2><pre>{Text(PlanJson.Write(outcome.Plan))}</pre>
            </body></html>
            """);
        return page.ToString();
    }

    private static string Numbers(RunOutcome outcome)
    {
        var totals = outcome.Totals;
        var joules = totals.JoulesMeasured is { } measured
            ? Number($"{measured:n0} J", $"energy, measured by {Text(totals.PowerSource ?? "")}")
            : Number($"{totals.JoulesModelled:n1} J", "energy of the arithmetic, modelled");
        var final = outcome.Final is { } last
            ? Number($"{100 * last.TestAccuracy:f2} %", $"of {outcome.Dataset.TestImages:n0} test images") + Number($"{last.Parameters:n0}", "parameters") + Number($"{last.ForwardMacs / 1e6:n1} M", "multiply-accumulates an image")
            : "";
        return $"<div class=\"numbers\">{final}{Number($"{totals.TrainingMacs / 1e12:n2} T", "multiply-accumulates of training")}{Number($"{totals.Seconds:n0} s", "in all")}{joules}</div>";
    }

    private static string Number(FormattableString value, string meaning) =>
        $"<div><b>{value.ToString(CultureInfo.InvariantCulture)}</b>{meaning}</div>";

    private static string Stages(RunOutcome outcome) => Table(
        ["stage", "widths", "parameters", "MACs an image", "images", "epochs", "training MACs", "seconds", "train", "test"],
        outcome.Stages.Select(s => Row(
            $"{s.Index}", $"{s.Blueprint.DescribeWidths()}", $"{s.Parameters:n0}", $"{s.ForwardMacs / 1e6:n1} M", $"{s.Images:n0}", $"{s.Epochs:g4}",
            $"{s.TrainingMacs / 1e12:n2} T", $"{s.Seconds:n1}", $"{100 * s.TrainAccuracy:f1} %", $"{100 * s.TestAccuracy:f1} %")));

    private static string Receipts(RunOutcome outcome) => Table(
        ["stage", "transformation", "logit change, eval", "logit change, train", "parameters", "images", "seconds"],
        outcome.Stages.SelectMany(s => s.Receipts.Select(r => Row(
            $"{s.Index}", $"{r.Kind}", $"{r.MaxLogitChangeEval:0.0e0}", $"{r.MaxLogitChangeTrain:0.0e0}",
            $"{r.Detail.Parameters[0]:n0} → {r.Detail.Parameters[1]:n0}", $"{r.Detail.Images}", $"{r.Detail.Seconds:f2}"))))
        + "<p class=\"soft\">The largest change of a logit as a part of the largest logit, measured on real images in the type of the weights.</p>";

    private static string Table(IEnumerable<string> head, IEnumerable<string> rows) =>
        $"<div class=\"scroll\"><table><thead><tr>{string.Concat(head.Select(h => $"<th>{h}</th>"))}</tr></thead><tbody>{string.Concat(rows)}</tbody></table></div>";

    private static string Row(params FormattableString[] cells) =>
        $"<tr>{string.Concat(cells.Select(c => $"<td>{Text(c.ToString(CultureInfo.InvariantCulture))}</td>"))}</tr>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
