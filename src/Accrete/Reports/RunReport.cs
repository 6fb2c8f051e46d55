using System.Globalization;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using static Accrete.Reports.HtmlPage;

namespace Accrete.Reports;

/// <summary>A run as one self-contained HTML page.</summary>
internal static class RunReport
{
    // Less is no other number on the page.
    private const double LeastShown = 5e-5;

    /// <summary>The page.</summary>
    /// <param name="outcome">What the run reached.</param>
    /// <param name="metrics">Its metrics, line by line.</param>
    public static string Page(RunOutcome outcome, IReadOnlyList<MetricsLine> metrics) =>
        HtmlPage.Of(
            $"{outcome.Plan.Network.Name} on {outcome.Dataset.Name}",
            $"Cumulative training, recipe {outcome.Plan.Name}, seed {outcome.Seed}, {outcome.Precision}",
            $"""
            {First(outcome)}
            <h2>The lineage</h2>{RunSections.Lineage(outcome)}
            <h2>Accuracy against compute</h2><figure>{AccuracyFigure.Svg(metrics)}</figure>
            <h2>Stages</h2>{Stages(outcome)}
            {Budget(outcome)}
            <h2>Receipts of growth and pruning</h2>{RunSections.Receipts(outcome)}
            <h2>Compute, time and energy</h2>{RunSections.Work("stage", outcome.Ledger.Select(e => ($"{e.Stage}", e)))}
            <h2>Software and hardware</h2>{RunSections.MadeWith([outcome])}
            <h2>Plan</h2><pre>{Text(PlanJson.Write(outcome.Plan.WithoutPlaces()))}</pre>
            """
        );

    private static string First(RunOutcome outcome)
    {
        var totals = outcome.Totals;
        var joules = totals.JoulesMeasured is { } measured
            ? Number($"{measured:n0} J", $"energy, measured by {Text(totals.PowerSource ?? "")}")
            : Number($"{totals.JoulesModelled:n1} J", "energy, modelled");
        string[] final = outcome.Final is not { } last
            ? []
            :
            [
                Number($"{100 * last.TestAccuracy:f2} %", $"of {outcome.Dataset.TestImages:n0} test images"),
                .. Balanced(last),
                Number($"{last.Parameters:n0}", "parameters"),
                Number($"{last.ForwardMacs / 1e6:n1} M", "multiply-accumulates an image"),
            ];
        return Numbers([
            .. final,
            Number($"{totals.TrainingMacs / 1e12:n2} T", "multiply-accumulates of training"),
            Number($"{totals.Seconds:n0} s", "in all"),
            joules,
        ]);
    }

    // Where accuracy over all images hides something: classes of unequal size, or that are never right.
    private static string[] Balanced(FinalOutcome last)
    {
        if (last.BalancedAccuracy is not { } balanced || last.ClassAccuracy is not { } classes)
        {
            return [];
        }

        var (never, all) = (classes.Count(a => a == 0), classes.Count(a => a is not null));
        return never == 0 && Math.Abs(balanced - last.TestAccuracy) < LeastShown
            ? []
            :
            [
                Number(
                    $"{100 * balanced:f2} %",
                    "balanced over classes"
                        + (never == 0 ? "" : FormattableString.Invariant($", {never:n0} of {all:n0} never right"))
                ),
            ];
    }

    private static string Stages(RunOutcome outcome) =>
        Table(
            [
                "stage",
                "widths",
                "image",
                "parameters",
                "MACs an image",
                "images",
                "epochs",
                "training MACs",
                "seconds",
                "train",
                "test",
            ],
            outcome.Stages.Select(s =>
                Row(
                    $"{s.Index}",
                    $"{s.Blueprint.DescribeWidths()}",
                    $"{s.Blueprint.Input}",
                    $"{s.Parameters:n0}",
                    $"{s.ForwardMacs / 1e6:n1} M",
                    $"{s.Images:n0}",
                    $"{s.Epochs:g4}",
                    $"{s.TrainingMacs / 1e12:n2} T",
                    $"{s.Seconds:n1}",
                    $"{100 * s.TrainAccuracy:f1} %",
                    $"{100 * s.TestAccuracy:f1} %"
                )
            )
        );

    private static string Budget(RunOutcome outcome) =>
        outcome.Budget is not { } budget
            ? ""
            : "<h2>Budget</h2>"
                + Table(
                    ["stage", "epochs", "forecast at its end", "spent"],
                    outcome.Stages.Select(s =>
                        Row($"{s.Index}", $"{s.Epochs:g4}", $"{s.Forecast?.Spent:n0}", $"{s.Spent:n0}")
                    )
                )
                + Aside(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"In {budget.Asked.Unit.ToString().ToLowerInvariant()}: {budget.Asked.Amount:n0} were "
                            + $"asked for, {budget.Spent.Amount:n0} were "
                            + $"spent{(budget.Source is { } source ? $", {source}" : "")}."
                    )
                );
}
