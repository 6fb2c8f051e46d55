using System.Diagnostics;

namespace Accrete.Costs;

/// <summary>Books the work of a stage on a ledger as it is done, with what it took since the booking before.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="stage">The stage, from 1.</param>
/// <param name="meter">What measures energy; null for none.</param>
internal sealed class WorkClock(Ledger ledger, int stage, IEnergyMeter? meter)
{
    private readonly Stopwatch time = Stopwatch.StartNew();
    private double? joules = meter?.Joules();

    /// <summary>
    /// Books work that is done, with the time and energy since the clock was made or since the last booking.
    /// </summary>
    public void Book(Purpose purpose, Work work = default)
    {
        var (seconds, before) = (time.Elapsed.TotalSeconds, joules);
        time.Restart();
        joules = meter?.Joules();
        var taken = joules - before;
        ledger.Add(new LedgerEntry(stage, purpose, work, seconds, taken, taken is null ? null : meter!.Source));
    }
}
