using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class WorkClockTests
{
    [Fact]
    public void A_lap_has_what_was_taken_since_the_last()
    {
        using var meter = new Readings(10, 12.5, 20);
        var clock = new WorkClock(meter);
        Assert.Equal(2.5, clock.Lap().Joules);
        var (seconds, joules) = clock.Lap();
        Assert.Equal(7.5, joules);
        Assert.InRange(seconds, 0, 60);
    }

    [Fact]
    public void What_was_not_measured_is_null_and_not_0()
    {
        Assert.Null(new WorkClock(null).Lap().Joules);
        using var broken = new Readings(10, null, 20);
        var clock = new WorkClock(broken);
        Assert.Null(clock.Lap().Joules);
        Assert.Null(clock.Lap().Joules);
    }

    [Fact]
    public void Several_meters_are_read_as_one_and_only_together()
    {
        using var both = new EnergyMeters(new Readings(1, 2), new Readings(10, null));
        Assert.Equal("readings + readings", both.Source);
        Assert.Equal(11, both.Joules());
        Assert.Null(both.Joules());
    }

    [Fact]
    public void A_sum_with_a_part_that_was_not_measured_is_null()
    {
        var ledger = new Ledger([new(1, Purpose.Training, 1, 1, 1, 5, "one"), new(2, Purpose.Training, 1, 1, 1, 6, "one")]);
        Assert.Equal((11, "one"), (ledger.Total().Joules, ledger.Total().Meter));
        ledger.Add(new LedgerEntry(2, Purpose.Training, 1, 1, 1));
        Assert.Equal((5, null), (ledger.Total(stage: 1).Joules, ledger.Total().Joules));
    }

    [Fact]
    public void What_different_meters_counted_is_not_added()
    {
        var ledger = new Ledger([new(1, Purpose.Training, 1, 1, 1, 5, "one"), new(2, Purpose.Training, 1, 1, 1, 6, "other")]);
        Assert.Equal((null, null), (ledger.Total().Joules, ledger.Total().Meter));
    }

    private sealed class Readings(params double?[] values) : IEnergyMeter
    {
        private int next;

        public string Source => "readings";

        public double? Joules() => values[next++];

        public void Dispose()
        {
        }
    }
}
