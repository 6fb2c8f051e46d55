using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>The work done in one stage for one purpose.</summary>
/// <param name="Stage">The stage, from 1.</param>
/// <param name="Purpose">What it was done for.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Words">Numbers to and from memory, modelled: see <see cref="Work"/>.</param>
/// <param name="Images">Images that were read, each time counted.</param>
/// <param name="Bytes">Bytes of these images.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Joules">Energy that a meter counted; null where none did, or not all of the time.</param>
/// <param name="Meter">What counted it; null where nothing did, or different meters.</param>
[method: JsonConstructor]
public sealed record LedgerEntry(
    int Stage,
    Purpose Purpose,
    long Macs,
    long Words,
    long Images,
    long Bytes,
    double Seconds,
    double? Joules = null,
    string? Meter = null
)
{
    /// <summary>An entry of work.</summary>
    public LedgerEntry(
        int stage,
        Purpose purpose,
        Work work,
        double seconds,
        double? joules = null,
        string? meter = null
    )
        : this(stage, purpose, work.Macs, work.Words, work.Images, work.Bytes, seconds, joules, meter) { }

    /// <summary>This work and some more. Energy is that of both only where one meter counted both.</summary>
    public LedgerEntry And(LedgerEntry more) => Combined(more, 1);

    /// <summary>This work without a part of it.</summary>
    public LedgerEntry Without(LedgerEntry part) => Combined(part, -1);

    /// <summary>The part of this work that each of some equal shares has.</summary>
    public LedgerEntry Over(int shares) =>
        this with
        {
            Macs = Macs / shares,
            Words = Words / shares,
            Images = Images / shares,
            Bytes = Bytes / shares,
            Seconds = Seconds / shares,
            Joules = Joules / shares,
        };

    private LedgerEntry Combined(LedgerEntry other, int sign)
    {
        var sameMeter = Meter == other.Meter;
        return this with
        {
            Macs = Macs + (sign * other.Macs),
            Words = Words + (sign * other.Words),
            Images = Images + (sign * other.Images),
            Bytes = Bytes + (sign * other.Bytes),
            Seconds = Seconds + (sign * other.Seconds),
            Joules = sameMeter ? Joules + (sign * other.Joules) : null,
            Meter = sameMeter ? Meter : null,
        };
    }
}
