using System.Diagnostics;

namespace Accrete.Costs;

/// <summary>Measures what a piece of work takes: time, and energy where there is a meter.</summary>
/// <param name="meter">The meter; null for none.</param>
public sealed class WorkClock(IEnergyMeter? meter)
{
    private readonly Stopwatch time = Stopwatch.StartNew();
    private double? joules = meter?.Joules();

    /// <summary>What was taken since the clock was made, or since the last lap.</summary>
    public (double Seconds, double? Joules) Lap()
    {
        var (seconds, before) = (time.Elapsed.TotalSeconds, joules);
        time.Restart();
        joules = meter?.Joules();
        return (seconds, joules - before);
    }
}
