namespace Accrete.Costs;

/// <summary>All meters that tell something of a run's energy, read as one.</summary>
/// <param name="meters">At least one; owned from here on.</param>
internal sealed class EnergyMeters(params IReadOnlyList<IEnergyMeter> meters) : IEnergyMeter
{
    // A reading of NVML takes milliseconds, as long as a step of a small network; the card's counter moves several
    // times in this time.
    private static readonly TimeSpan SpaceOfCard = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Source { get; } = string.Join(" + ", meters.Select(m => m.Source));

    /// <summary>
    /// The meters for a run on a device: the processor's, and for a card its own too, or its own alone where the
    /// processor's cannot be read; null where what takes most is not measured.
    /// </summary>
    /// <param name="device">cpu, cuda or cuda:N.</param>
    public static IEnergyMeter? TryOpen(string device)
    {
        var card =
            device == "cpu" || NvmlMeter.TryOpen() is not { } counter ? null : new SpacedMeter(counter, SpaceOfCard);
        if (device != "cpu" && card is null)
        {
            return null;
        }

        IEnergyMeter[] found = [.. new IEnergyMeter?[] { RaplMeter.TryOpen(), card }.OfType<IEnergyMeter>()];
        return found.Length == 0 ? null : new EnergyMeters(found);
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
}
