using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class WorkClockTests
{
    private static readonly Work One = new(1, 1, 1, 1);

    private readonly Ledger ledger = new();

    [Fact]
    public void Work_is_booked_with_what_was_taken_since_the_booking_before()
    {
        using var meter = new Readings(10, 12.5, 20);
        var clock = new WorkClock(ledger, 2, meter);

        clock.Book(Purpose.Forward, new Work(5, 6, 7, 8));
        clock.Book(Purpose.Backward);

        var (forward, backward) = (ledger.Entries[0], ledger.Entries[1]);
        Assert.Equal(new LedgerEntry(2, Purpose.Forward, 5, 6, 7, 8, forward.Seconds, 2.5, "readings"), forward);
        Assert.Equal((Purpose.Backward, 0L, 7.5), (backward.Purpose, backward.Macs, backward.Joules));
        Assert.InRange(forward.Seconds, 0, 60);
    }

    [Fact]
    public void What_was_not_measured_is_null_and_not_0()
    {
        new WorkClock(ledger, 1, null).Book(Purpose.Forward, One);
        Assert.Equal((null, null), (ledger.Total().Joules, ledger.Total().Meter));
        using var broken = new Readings(10, null, 20);
        var clock = new WorkClock(ledger, 2, broken);
        clock.Book(Purpose.Forward, One);
        clock.Book(Purpose.Backward, One);
        Assert.All(ledger.Entries, e => Assert.Null(e.Joules));
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
    public void A_slow_meter_is_read_now_and_then()
    {
        var time = new Time();
        using var spaced = new SpacedMeter(new Readings(1, 5, null, 9), TimeSpan.FromSeconds(2), time);

        Assert.Equal(1, spaced.Joules());
        time.Seconds = 1;
        Assert.Equal(1, spaced.Joules());
        time.Seconds = 2;
        Assert.Equal(5, spaced.Joules());
        time.Seconds = 4;
        Assert.Null(spaced.Joules());
        Assert.Equal(9, spaced.Joules());
        Assert.Equal("readings", spaced.Source);
    }

    private sealed class Time : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Readings(params double?[] values) : IEnergyMeter
    {
        private int next;

        public string Source => "readings";

        public double? Joules() => values[next++];

        public void Dispose() { }
    }
}
