using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>The work done in one stage for one purpose.</summary>
/// <param name="Stage">The stage, from 1.</param>
/// <param name="Purpose">The purpose of the work.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Words">The modeled number of values moved to and from memory; see <see cref="Work"/>.</param>
/// <param name="Images">The number of images that were read, each counted every time.</param>
/// <param name="Bytes">The bytes of these images.</param>
/// <param name="Seconds">Wall-clock time in seconds.</param>
/// <param name="Joules">The energy that a meter measured, in joules; null if none did, or not all of the time.</param>
/// <param name="Meter">The name of the meter; null if there was none, or if there were several.</param>
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
    /// <summary>Makes an entry of work.</summary>
    public LedgerEntry(
        int stage,
        Purpose purpose,
        Work work,
        double seconds,
        double? joules = null,
        string? meter = null
    )
        : this(stage, purpose, work.Macs, work.Words, work.Images, work.Bytes, seconds, joules, meter) { }

    /// <summary>Adds two entries. The energy of the sum is known only if one meter measured both.</summary>
    public LedgerEntry And(LedgerEntry more) => Combined(more, 1);

    /// <summary>Subtracts a part of this work.</summary>
    public LedgerEntry Without(LedgerEntry part) => Combined(part, -1);

    /// <summary>Divides this work into equal shares and gives one of them.</summary>
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
