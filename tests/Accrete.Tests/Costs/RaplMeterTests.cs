using System.Globalization;
using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class RaplMeterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Energy_is_that_of_all_packages_since_the_start_and_their_parts_are_not_counted_twice()
    {
        Counter("intel-rapl:0", 1_000_000);
        Counter("intel-rapl:0:0", 500_000);
        Counter("intel-rapl:1", 7);
        Counter("intel-rapl:2", 9, name: "psys");
        using var meter = RaplMeter.TryOpen(folder.Path)!;
        Assert.Equal(0, meter.Joules());

        Counter("intel-rapl:0", 3_500_000);
        Counter("intel-rapl:0:0", 900_000);
        Counter("intel-rapl:1", 1_000_007);
        Counter("intel-rapl:2", 9_000_009, name: "psys");

        Assert.Equal(3.5, meter.Joules()!.Value, 9);
        Assert.Equal(3.5, meter.Joules()!.Value, 9);
    }

    [Fact]
    public void A_counter_that_began_anew_goes_on()
    {
        Counter("intel-rapl:0", 9_000_000_000, range: 10_000_000_000);
        using var meter = RaplMeter.TryOpen(folder.Path)!;
        for (var turn = 1; turn <= 3; turn++)
        {
            Counter("intel-rapl:0", 4_000_000_000, range: 10_000_000_000);
            Assert.Equal((10_000 * turn) - 5000, meter.Joules()!.Value, 9);
            Counter("intel-rapl:0", 9_000_000_000, range: 10_000_000_000);
            Assert.Equal(10_000 * turn, meter.Joules()!.Value, 9);
        }
    }

    [Fact]
    public void What_could_not_be_read_once_is_never_a_number_again()
    {
        Counter("intel-rapl:0", 5);
        using var meter = RaplMeter.TryOpen(folder.Path)!;
        File.WriteAllText(folder["intel-rapl:0/energy_uj"], "?");
        Assert.Null(meter.Joules());
        Counter("intel-rapl:0", 9);
        Assert.Null(meter.Joules());
    }

    [Theory]
    [InlineData("energy_uj")]
    [InlineData("max_energy_range_uj")]
    public void Without_a_readable_counter_there_is_no_meter(string missing)
    {
        Assert.Null(RaplMeter.TryOpen(folder["none"]));
        Assert.Null(RaplMeter.TryOpen(folder.Path));
        Counter("intel-rapl:0", 5);
        Counter("intel-rapl:1", 5);
        File.Delete(folder[$"intel-rapl:1/{missing}"]);
        Assert.Null(RaplMeter.TryOpen(folder.Path));
    }

    private void Counter(string zone, long microjoules, long range = 262_143_328_850, string? name = null)
    {
        folder.Write(
            $"{zone}/name",
            (name ?? (zone.Count(c => c == ':') == 1 ? $"package-{zone[^1]}" : "core")) + "\n"
        );
        folder.Write($"{zone}/energy_uj", microjoules.ToString(CultureInfo.InvariantCulture) + "\n");
        folder.Write($"{zone}/max_energy_range_uj", range.ToString(CultureInfo.InvariantCulture) + "\n");
    }
}
