using System.Diagnostics;
using System.Globalization;

namespace Accrete.Costs;

/// <summary>The energy counters of the processor's packages, as Linux shows them (RAPL through powercap).</summary>
internal sealed class RaplMeter : IEnergyMeter
{
    private const double Micro = 1e-6;

    // More than a package takes: a counter that could have filled up twice between two readings tells nothing.
    private const double MostWatts = 500;

    private readonly Counter[] counters;
    private bool lost;

    private RaplMeter(Counter[] counters) => this.counters = counters;

    /// <inheritdoc/>
    public string Source => Machine.PowerMeters.RaplName;

    /// <summary>The meter of this machine; null where there is none that this process may read.</summary>
    /// <param name="powercap">The folder of the counters.</param>
    public static RaplMeter? TryOpen(string powercap = Machine.PowerMeters.PowercapFolder)
    {
        var counters = Machine.PowerMeters.RaplPackages(powercap).Select(Counter.TryOpen).ToArray();
        return counters.Length == 0 || counters.Contains(null) ? null : new RaplMeter([.. counters.OfType<Counter>()]);
    }

    /// <inheritdoc/>
    public double? Joules()
    {
        // What was missed once cannot be known later.
        lost = lost || !Array.TrueForAll(counters, c => c.Advance());
        return lost ? null : counters.Sum(c => c.Microjoules) * Micro;
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private sealed class Counter
    {
        private readonly string file;
        private readonly long range;
        private readonly Stopwatch sinceRead = Stopwatch.StartNew();
        private long last;

        private Counter(string file, long last, long range) => (this.file, this.last, this.range) = (file, last, range);

        public double Microjoules { get; private set; }

        public static Counter? TryOpen(string folder)
        {
            var file = Path.Combine(folder, "energy_uj");
            return Read(file) is { } now && Read(Path.Combine(folder, "max_energy_range_uj")) is { } range
                ? new Counter(file, now, range)
                : null;
        }

        public bool Advance()
        {
            if (Read(file) is not { } now || sinceRead.Elapsed.TotalSeconds * MostWatts > range * Micro)
            {
                return false;
            }

            sinceRead.Restart();
            Microjoules += now >= last ? now - last : now - last + range;
            last = now;
            return true;
        }

        private static long? Read(string file)
        {
            try
            {
                return long.TryParse(
                    File.ReadAllText(file).Trim(),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var value
                )
                    ? value
                    : null;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }
}
