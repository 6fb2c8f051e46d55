namespace Accrete.Fuzz;

/// <summary>What came of some inputs of a format.</summary>
internal sealed record Tally(
    string Format,
    long Inputs,
    long Accepted,
    long Rejected,
    long Stopped,
    double Seconds,
    double SlowestSeconds,
    double LargestMegabytes,
    IReadOnlyList<Problem> Problems
)
{
    public static Tally None(string format) => new(format, 0, 0, 0, 0, 0, 0, 0, []);

    public Tally And(Tally other) =>
        new(
            Format,
            Inputs + other.Inputs,
            Accepted + other.Accepted,
            Rejected + other.Rejected,
            Stopped + other.Stopped,
            Seconds + other.Seconds,
            Math.Max(SlowestSeconds, other.SlowestSeconds),
            Math.Max(LargestMegabytes, other.LargestMegabytes),
            [.. Problems, .. other.Problems]
        );

    public int Count(string kind) => Problems.Count(p => p.Kind == kind);
}
