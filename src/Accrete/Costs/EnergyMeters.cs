namespace Accrete.Costs;

/// <summary>All meters that tell something of a run's energy, read as one.</summary>
/// <param name="meters">At least one; owned from here on.</param>
public sealed class EnergyMeters(params IReadOnlyList<IEnergyMeter> meters) : IEnergyMeter
{
    /// <inheritdoc/>
    public string Source { get; } = string.Join(" + ", meters.Select(m => m.Source));

    /// <summary>The meters for a run on a device: the processor's, and the card's for a card; null where one of them is missing.</summary>
    /// <param name="device">cpu, cuda or cuda:N.</param>
    public static IEnergyMeter? TryOpen(string device)
    {
        var processor = RaplMeter.TryOpen();
        if (device == "cpu")
        {
            return processor;
        }

        var card = NvmlMeter.TryOpen(device.Split(':') is [_, var number] ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : 0);
        return (processor, card) switch
        {
            ({ } one, { } other) => new EnergyMeters(one, other),
            // The card takes most by far; the source says that it is all that was counted.
            _ => (IEnergyMeter?)card ?? Close(processor),
        };
    }

    /// <inheritdoc/>
    public double? Joules()
    {
        var parts = meters.Select(m => m.Joules()).ToArray();
        return parts.Contains(null) ? null : parts.Sum();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var meter in meters)
        {
            meter.Dispose();
        }
    }

    private static IEnergyMeter? Close(RaplMeter? meter)
    {
        meter?.Dispose();
        return null;
    }
}
