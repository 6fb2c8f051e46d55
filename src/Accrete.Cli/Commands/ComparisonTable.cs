using System.Globalization;
using Accrete.Cli.Terminal;
using Accrete.Comparisons;
using Spectre.Console;

namespace Accrete.Cli.Commands;

/// <summary>A comparison as people read it.</summary>
internal static class ComparisonTable
{
    public static void Print(ComparisonOutcome outcome, IAnsiConsole console)
    {
        var scratch = outcome[Arms.Scratch];
        var table = new FigureTable()
            .Words("arm")
            .Numbers("seeds", "test", "train - test", "parameters", "MACs", "training", "time")
            .Without("parameters", "train - test", "MACs", "seeds");
        foreach (var arm in outcome.Arms)
        {
            table.Row(
                arm.Name,
                NumberText.Count(arm.Runs.Count),
                Accuracy(arm),
                NumberText.Share(arm.Runs.Average(r => r.TrainAccuracy) - arm.Mean),
                NumberText.Count((long)arm.Runs.Average(r => r.Parameters)),
                OfScratch(arm, scratch, r => r.ForwardMacs, NumberText.Short),
                OfScratch(arm, scratch, r => r.TrainingMacs, NumberText.Short),
                OfScratch(arm, scratch, r => r.Seconds, Clock.Text)
            );
        }

        table.Print(console);
        foreach (var sentence in Verdict(outcome))
        {
            console.WriteLine(sentence);
        }
    }

    // Says plainly where cumulative training does not win, and where it cannot be told.
    private static IEnumerable<string> Verdict(ComparisonOutcome outcome)
    {
        if (outcome[Arms.Cumulative] is null)
        {
            yield break;
        }

        if (outcome.IsoAccuracy is { } iso && outcome.DifferenceTo(Arms.Scratch) is { } difference)
        {
            var cost =
                $"with {Times(iso.MacsRatio)} the compute and {Times(iso.SecondsRatio)} the time of training "
                + "from scratch";
            yield return (difference.IsSignificant, difference.Mean > 0, iso.MacsRatio < 1) switch
            {
                (true, true, true) => $"Cumulative training wins: it is {Difference(difference)}, {cost}.",
                (true, true, false) => $"Cumulative training is {Difference(difference)}, but {cost}.",
                (true, false, _) => $"Cumulative training does not win: it is {Difference(difference)}, {cost}.",
                _ => $"Which is more accurate cannot be told: cumulative training is {Difference(difference)}, {cost}.",
            };
            var share = iso.WallClockOverMacs.ToString("f2", CultureInfo.InvariantCulture);
            yield return $"The saving of time is {share} of the saving of multiply-accumulates.";
        }

        foreach (var other in outcome.Differences?.Where(d => d.Arm != Arms.Scratch) ?? [])
        {
            yield return "It is "
                + $"{Difference(other)}{(other.IsSignificant ? "" : ": which is more accurate cannot be told")}.";
        }
    }

    private static string Difference(PairedDifference difference) =>
        $"{Points(Math.Abs(difference.Mean))} {(difference.Mean >= 0 ? "better" : "worse")} than "
        + $"{difference.Arm} ({Chance(difference)})";

    // What a difference of two arms is worth.
    private static string Chance(PairedDifference difference) =>
        difference.P is { } p
            ? $"{Counted.Of(difference.Seeds, "seed")}, p "
                + $"{(p < 0.001 ? "< 0.001" : $"= {p.ToString("0.000", CultureInfo.InvariantCulture)}")}, paired t-test"
            : $"{Counted.Of(difference.Seeds, "seed")}, without a spread that would say what chance makes";

    private static string Points(double share) => FormattableString.Invariant($"{100 * share:f2} points");

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:f2} %");

    private static string Times(double ratio) => FormattableString.Invariant($"{ratio:f2}x");

    private static string Accuracy(ArmOutcome arm) =>
        arm.Std is { } deviation
            ? FormattableString.Invariant($"{100 * arm.Mean:f1} ± {100 * deviation:f1} %")
            : NumberText.Share(arm.Mean);

    // The mean, and beside it what part that is of training from scratch.
    private static string OfScratch(
        ArmOutcome arm,
        ArmOutcome? scratch,
        Func<ComparedRun, double> value,
        Func<double, string> text
    )
    {
        var mean = arm.Runs.Average(value);
        return scratch is null ? text(mean) : $"{text(mean)}, {Times(mean / scratch.Runs.Average(value))}";
    }
}
