using System.Globalization;
using Accrete.Comparisons;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using static Accrete.Reports.HtmlPage;

namespace Accrete.Reports;

/// <summary>A comparison as one self-contained HTML page.</summary>
internal static class ComparisonReport
{
    /// <summary>The page.</summary>
    /// <param name="outcome">What was reached.</param>
    /// <param name="runs">The finished runs by arm, as far as their folders are still there.</param>
    public static string Page(ComparisonOutcome outcome, IReadOnlyList<(string Arm, RunOutcome Run)> runs) =>
        HtmlPage.Of(
            $"{outcome.Plan.Network.Name} on {outcome.Dataset.Name}, compared",
            $"Cumulative training and training from scratch, recipe {outcome.Plan.Name}, "
                + $"{outcome.Dataset.TrainImages:n0} training and {outcome.Dataset.TestImages:n0} test images",
            $"""
            {First(outcome)}
            <h2>Arms</h2>{Table(outcome)}
            <h2>Accuracy against compute</h2><figure>{ComparisonFigure.AgainstCompute(outcome)}</figure>
            <h2>Accuracy against time</h2><figure>{ComparisonFigure.AgainstTime(outcome)}</figure>
            {Aside("A thin line is a run, a dot the mean of an arm's ends, and the bar its standard deviation.")}
            <h2>Runs</h2>{Runs(outcome)}
            {Cumulative(runs)}
            {Work(runs)}
            <h2>Plan</h2><pre>{Text(PlanJson.Write(outcome.Plan.WithoutPlaces()))}</pre>
            """
        );

    // One seed stands for the others, which grow alike.
    private static string Cumulative(IReadOnlyList<(string Arm, RunOutcome Run)> runs) =>
        runs.FirstOrDefault(r => r.Arm == Arms.Cumulative).Run is not { } first
            ? ""
            : $"""
                <h2>The lineage of seed {first.Seed}</h2>{RunSections.Lineage(first)}
                <h2>Receipts of growth and pruning</h2>{RunSections.Receipts(first)}
                """;

    private static string Work(IReadOnlyList<(string Arm, RunOutcome Run)> runs) =>
        runs.Count == 0
            ? ""
            : $"""
                <h2>Compute, time and energy</h2>{RunSections.Work(
                    "arm",
                    runs.GroupBy(r => r.Arm, r => r.Run).SelectMany(MeanWork)
                )}
                {Aside("Mean over the seeds.")}
                <h2>Software and hardware</h2>{RunSections.MadeWith(runs.Select(r => r.Run))}
                """;

    private static IEnumerable<(string Arm, LedgerEntry Entry)> MeanWork(IGrouping<string, RunOutcome> arm)
    {
        // Each run's share first: the sum of long runs may be more than can be counted.
        var ledger = new Ledger(arm.SelectMany(r => r.Ledger.Select(e => e.Over(arm.Count()))));
        return ledger
            .Entries.Select(e => e.Purpose)
            .Distinct()
            .Order()
            .Select(p => (arm.Key, ledger.Total(null, p) with { Purpose = p }));
    }

    private static string First(ComparisonOutcome outcome)
    {
        if (outcome is not { IsoAccuracy: { } iso } || outcome[Arms.Cumulative] is not { } cumulative)
        {
            return "";
        }

        return Numbers(
                Number($"{100 * cumulative.Mean:f2} %", "cumulative training"),
                Number($"{100 * iso.Target:f2} %", "training from scratch"),
                Number($"{iso.MacsRatio:f2}x", "of its multiply-accumulates"),
                Number($"{iso.SecondsRatio:f2}x", "of its time"),
                Number($"{iso.WallClockOverMacs:f2}", "saving of time over that of compute")
            )
            + Aside(
                (
                    iso.Reached
                        ? "Cumulative training reached the mean accuracy of training from scratch."
                        : "Cumulative training did not reach the mean accuracy of training from scratch."
                ) + string.Concat(outcome.Differences?.Select(Chance) ?? [])
            );
    }

    private static string Chance(PairedDifference difference)
    {
        var test = difference.P is { } p
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"p = {p:0.000} by a paired t-test over {difference.Seeds} "
                    + $"seeds{(difference.IsSignificant ? "" : ": it may be chance")}"
            )
            : $"of {Counted.Of(difference.Seeds, "seed")}, without a spread that would say what chance makes";
        return FormattableString.Invariant(
            $" Its difference to {difference.Arm} is {100 * difference.Mean:+0.00;-0.00} points, {test}."
        );
    }

    private static string Deviation(ArmOutcome arm) =>
        arm.Std is { } std ? FormattableString.Invariant($" ± {100 * std:f2}") : "";

    private static string Table(ComparisonOutcome outcome) =>
        HtmlPage.Table(
            ["arm", "seeds", "test", "train - test", "MACs an image", "training MACs", "seconds"],
            outcome.Arms.Select(a =>
                Row(
                    $"{a.Name}",
                    $"{a.Runs.Count}",
                    $"{100 * a.Mean:f2}{Deviation(a)} %",
                    $"{100 * (a.Runs.Average(r => r.TrainAccuracy) - a.Mean):f1} %",
                    $"{a.Runs.Average(r => (double)r.ForwardMacs) / 1e6:n1} M",
                    $"{a.Runs.Average(r => (double)r.TrainingMacs) / 1e12:n2} T",
                    $"{a.Runs.Average(r => r.Seconds):n0}"
                )
            )
        )
        + Aside(
            "Mean and standard deviation over the seeds. Compute and time are all that training took, without tests."
        )
        + string.Concat(outcome.Arms.Select(a => Aside($"{a.Name}: {Arms.Named([a.Name])[0].Meaning}.")));

    private static string Runs(ComparisonOutcome outcome) =>
        HtmlPage.Table(
            [
                "arm",
                "seed",
                "test",
                "train",
                "parameters",
                "MACs an image",
                "training MACs",
                "seconds",
                "joules, modelled",
                "joules, measured",
            ],
            outcome.Arms.SelectMany(a =>
                a.Runs.Select(r =>
                    Row(
                        $"{a.Name}",
                        $"{r.Seed}",
                        $"{100 * r.TestAccuracy:f2} %",
                        $"{100 * r.TrainAccuracy:f2} %",
                        $"{r.Parameters:n0}",
                        $"{r.ForwardMacs / 1e6:n1} M",
                        $"{r.TrainingMacs / 1e12:n2} T",
                        $"{r.Seconds:n0}",
                        $"{r.JoulesModelled:n1}",
                        $"{Measured(r.JoulesMeasured)}"
                    )
                )
            )
        );
}
