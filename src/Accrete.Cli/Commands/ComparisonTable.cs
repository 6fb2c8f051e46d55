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
        var table = new FigureTable().Words("arm").Numbers("seeds", "test", "train - test", "parameters", "MACs", "training", "time");
        foreach (var arm in outcome.Arms)
        {
            table.Row(arm.Name, NumberText.Count(arm.Runs.Count), Accuracy(arm),
                NumberText.Share(arm.Runs.Average(r => r.TrainAccuracy) - arm.Mean),
                NumberText.Count((long)arm.Runs.Average(r => r.Parameters)),
                OfScratch(arm, scratch, r => r.ForwardMacs, NumberText.Short),
                OfScratch(arm, scratch, r => r.TrainingMacs, NumberText.Short),
                OfScratch(arm, scratch, r => r.Seconds, Clock.Text));
        }

        table.Print(console);
        foreach (var sentence in Verdict(outcome))
        {
            console.WriteLine(sentence);
        }
    }

    // Says plainly where cumulative training does not win.
    private static IEnumerable<string> Verdict(ComparisonOutcome outcome)
    {
        if (outcome[Arms.Cumulative] is not { } cumulative)
        {
            yield break;
        }

        if (outcome.IsoAccuracy is { } iso && outcome[Arms.Scratch] is { } scratch)
        {
            yield return (iso.Reached, iso.MacsRatio) switch
            {
                (true, < 1) => $"Cumulative training wins: it reached the {Percent(iso.Target)} of training from scratch with {Times(iso.MacsRatio)} the compute and {Times(iso.SecondsRatio)} the time.",
                (true, _) => $"Cumulative training does not win: it reached the {Percent(iso.Target)} of training from scratch, but with {Times(iso.MacsRatio)} the compute and {Times(iso.SecondsRatio)} the time.",
                _ => $"Cumulative training does not win: it missed the {Percent(iso.Target)} of training from scratch by {Points(scratch.Mean - cumulative.Mean)}{Spread(cumulative, scratch)}, with {Times(iso.MacsRatio)} the compute and {Times(iso.SecondsRatio)} the time.",
            };
            yield return $"The saving of time is {iso.WallClockOverMacs.ToString("f2", CultureInfo.InvariantCulture)} of the saving of multiply-accumulates.";
        }

        foreach (var other in outcome.Arms.Where(a => a.Name is not (Arms.Cumulative or Arms.Scratch)))
        {
            var difference = cumulative.Mean - other.Mean;
            yield return $"It is {Points(Math.Abs(difference))} {(difference >= 0 ? "better" : "worse")} than {other.Name}{Spread(cumulative, other)}.";
        }
    }

    // What the difference of two arms is worth.
    private static string Spread(ArmOutcome one, ArmOutcome other) => (one.Std, other.Std) switch
    {
        ({ } s1, { } s2) => Math.Abs(one.Mean - other.Mean) <= Math.Sqrt((s1 * s1) + (s2 * s2)) ? " (within the spread of the seeds)" : "",
        _ => " (one seed: the spread is not known)",
    };

    private static string Points(double share) => FormattableString.Invariant($"{100 * share:f2} points");

    private static string Percent(double share) => FormattableString.Invariant($"{100 * share:f2} %");

    private static string Times(double ratio) => FormattableString.Invariant($"{ratio:f2}x");

    private static string Accuracy(ArmOutcome arm) =>
        arm.Std is { } deviation ? FormattableString.Invariant($"{100 * arm.Mean:f1} ± {100 * deviation:f1} %") : NumberText.Share(arm.Mean);

    // The mean, and beside it what part that is of training from scratch.
    private static string OfScratch(ArmOutcome arm, ArmOutcome? scratch, Func<ComparedRun, double> value, Func<double, string> text)
    {
        var mean = arm.Runs.Average(value);
        return scratch is null ? text(mean) : $"{text(mean)}, {Times(mean / scratch.Runs.Average(value))}";
    }
}
