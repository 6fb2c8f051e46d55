namespace Accrete.Costs;

/// <summary>The work done in one stage for one purpose.</summary>
/// <param name="Stage">The stage, from 1.</param>
/// <param name="Purpose">What it was done for.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Images">Images that went through the network, each time counted.</param>
/// <param name="Seconds">Wall-clock time.</param>
/// <param name="Joules">Energy that a meter counted; null where none did, or not all of the time.</param>
/// <param name="Meter">What counted it; null where nothing did, or different meters.</param>
public sealed record LedgerEntry(int Stage, Purpose Purpose, long Macs, long Images, double Seconds, double? Joules = null, string? Meter = null)
{
    /// <summary>This work and some more. Energy is that of both only where one meter counted both.</summary>
    public LedgerEntry And(LedgerEntry more)
    {
        var sameMeter = Meter == more.Meter;
        return this with
        {
            Macs = Macs + more.Macs,
            Images = Images + more.Images,
            Seconds = Seconds + more.Seconds,
            Joules = sameMeter ? Joules + more.Joules : null,
            Meter = sameMeter ? Meter : null,
        };
    }
}
