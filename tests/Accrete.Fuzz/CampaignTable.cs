using System.Globalization;

namespace Accrete.Fuzz;

/// <summary>What a campaign came to, for people.</summary>
internal static class CampaignTable
{
    public static void Print(Report report, FoundInputs found)
    {
        Console.WriteLine(
            $"{"format", -20} {"inputs", 9} {"read", 9} {"refused", 9} {"stopped", 7} {"undeclared", 10} "
                + $"{"over 2 s", 8} {"over 1 GB", 9} {"died", 5} {"in all", 8} {"slowest", 8} {"largest", 9}"
        );
        foreach (var t in report.Formats.Append(report.Formats.Aggregate(Tally.None("all"), (sum, t) => sum.And(t))))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{t.Format, -20} {t.Inputs, 9:n0} {t.Accepted, 9:n0} {t.Rejected, 9:n0} {t.Stopped, 7:n0} "
                        + $"{t.Count(Problem.Undeclared), 10:n0} {t.Count(Problem.Slow), 8:n0} "
                        + $"{t.Count(Problem.Large), 9:n0} {t.Count(Problem.Died), 5:n0} {t.Seconds, 6:f1} s "
                        + $"{t.SlowestSeconds, 6:f2} s {t.LargestMegabytes, 6:f0} MB"
                )
            );
        }

        Console.WriteLine(
            FormattableString.Invariant(
                $"{report.Inputs:n0} inputs in {report.Seconds:f0} s, seed {report.Seed}; {report.System}"
            )
        );
        foreach (var (place, count) in found.Kinds())
        {
            Console.WriteLine($"found {count} times: {place}-1.bin");
        }
    }
}
