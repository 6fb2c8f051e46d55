using System.Text.Json.Serialization;

namespace Accrete.Comparisons;

/// <summary>
/// How much better cumulative training is than another arm on the test images, over the seeds that both have.
/// </summary>
/// <param name="Arm">The other arm.</param>
/// <param name="Seeds">How many seeds both have.</param>
/// <param name="Mean">The mean difference of accuracy, from -1 to 1.</param>
/// <param name="P">The probability of one as large where there is none, by Student's paired t-test with two sides; null
/// where the seeds do not differ, or there is only one.</param>
internal sealed record PairedDifference(string Arm, int Seeds, double Mean, double? P)
{
    /// <summary>Below which probability a difference counts as one.</summary>
    public const double Level = 0.05;

    // Accuracies are whole numbers of images: two seeds that each gain one image say nothing.
    private const int FewestSeeds = 3;

    // Less than any number of test images can resolve: what differs by less is the same but for rounding.
    private const double NoSpread = 1e-9;

    /// <summary>Whether the difference is more than chance makes.</summary>
    [JsonIgnore]
    public bool IsSignificant => Seeds >= FewestSeeds && P < Level;

    /// <summary>Compares an arm with another one; null where they share no seed.</summary>
    public static PairedDifference? Of(ArmOutcome cumulative, ArmOutcome other)
    {
        double[] differences =
        [
            .. cumulative.Runs.Join(
                other.Runs,
                r => r.Seed,
                r => r.Seed,
                (own, theirs) => own.TestAccuracy - theirs.TestAccuracy
            ),
        ];
        return differences.Length == 0
            ? null
            : new PairedDifference(other.Name, differences.Length, differences.Average(), Probability(differences));
    }

    private static double? Probability(double[] differences)
    {
        if (differences.Length < 2)
        {
            return null;
        }

        var (mean, freedom) = (differences.Average(), differences.Length - 1);
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / freedom / differences.Length);
        return error < NoSpread ? null : TwoSided(Math.Abs(mean) / error, freedom);
    }

    // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4: a finite sum for whole degrees of
    // freedom.
    internal static double TwoSided(double t, int freedom)
    {
        var angle = Math.Atan(t / Math.Sqrt(freedom));
        var (odd, square) = (freedom % 2, Math.Pow(Math.Cos(angle), 2));
        var (term, sum) = (odd == 1 ? Math.Cos(angle) : 1, 0d);
        for (var k = odd; k < freedom - 1; k += 2)
        {
            sum += term;
            term *= square * (k + 1) / (k + 2);
        }

        return Math.Clamp(
            1 - (odd == 1 ? 2 / Math.PI * (angle + (Math.Sin(angle) * sum)) : Math.Sin(angle) * sum),
            0,
            1
        );
    }
}
