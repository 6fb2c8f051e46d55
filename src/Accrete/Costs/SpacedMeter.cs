namespace Accrete.Costs;

/// <summary>
/// Reads a meter only now and then, where a reading takes long: until the next one, it says what it said.
/// </summary>
/// <remarks>
/// What was taken between two readings goes to the work during which the second is made. That is the work of a kind as
/// often as such work takes time, so that over many readings each kind gets its share.
/// </remarks>
/// <param name="meter">The meter; owned from here on.</param>
/// <param name="space">The least time between two readings.</param>
/// <param name="time">Tells the time; the system when not given.</param>
internal sealed class SpacedMeter(IEnergyMeter meter, TimeSpan space, TimeProvider? time = null) : IEnergyMeter
{
    private readonly TimeProvider time = time ?? TimeProvider.System;
    private double? last;
    private long read;

    /// <inheritdoc/>
    public string Source => meter.Source;

    /// <inheritdoc/>
    public double? Joules()
    {
        if (last is null || time.GetElapsedTime(read) >= space)
        {
            (last, read) = (meter.Joules(), time.GetTimestamp());
        }

        return last;
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
