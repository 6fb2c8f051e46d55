using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class LedgerTests
{
    private static readonly LedgerEntry[] Entries =
    [
        Entry(2, Purpose.Forward, 10, 1, 0.5),
        Entry(1, Purpose.Forward, 100, 2, 1),
        Entry(1, Purpose.Evaluation, 1000, 4, 2),
        Entry(1, Purpose.Forward, 10_000, 8, 4),
        Entry(2, Purpose.Growth, 100_000, 0, 8),
        Entry(1, Purpose.Backward, 5, 0, 16),
    ];

    [Fact]
    public void Work_is_summed_by_stage_and_purpose()
    {
        var ledger = new Ledger(Entries);
        Assert.Equal(
            [
                Entry(1, Purpose.Forward, 10_100, 10, 5),
                Entry(1, Purpose.Backward, 5, 0, 16),
                Entry(1, Purpose.Evaluation, 1000, 4, 2),
                Entry(2, Purpose.Forward, 10, 1, 0.5),
                Entry(2, Purpose.Growth, 100_000, 0, 8),
            ],
            ledger.Entries
        );
    }

    [Fact]
    public void Totals_are_those_of_a_stage_of_purposes_both_or_all()
    {
        var ledger = new Ledger(Entries);
        Assert.Equal(11_105, ledger.Total(stage: 1).Macs);
        Assert.Equal(10_110, ledger.Total(null, Purpose.Forward).Macs);
        Assert.Equal(10_100, ledger.Total(1, Purpose.Forward).Macs);
        Assert.Equal((10_115, 10_105), (ledger.Training().Macs, ledger.Training(1).Macs));
        Assert.Equal((111_115, 15, 31.5), (ledger.Total().Macs, ledger.Total().Images, ledger.Total().Seconds));
        Assert.Equal(0, ledger.Total(stage: 3).Macs);
        Assert.Equal((110_115, 11, 29.5), (ledger.Cost().Macs, ledger.Cost().Images, ledger.Cost().Seconds));
    }

    [Fact]
    public void An_account_goes_on_from_its_entries()
    {
        var ledger = new Ledger(new Ledger(Entries).Entries);
        ledger.Add(Entries[0]);
        Assert.Equal([.. new Ledger([.. Entries, Entries[0]]).Entries], ledger.Entries);
    }

    [Fact]
    public void A_part_that_is_taken_out_leaves_the_rest()
    {
        var (all, part) = (
            new LedgerEntry(1, Purpose.Forward, 9, 8, 7, 6, 5, 4, "one"),
            new LedgerEntry(1, Purpose.Forward, 1, 1, 1, 1, 1, 1, "one")
        );
        Assert.Equal(new LedgerEntry(1, Purpose.Forward, 8, 7, 6, 5, 4, 3, "one"), all.Without(part));
        Assert.Equal(all, all.Without(part).And(part));
    }

    [Fact]
    public void A_sum_with_a_part_that_was_not_measured_is_null()
    {
        var ledger = new Ledger([Measured(1, 5, "one"), Measured(2, 6, "one")]);
        Assert.Equal((11, "one"), (ledger.Total().Joules, ledger.Total().Meter));
        ledger.Add(Measured(2, null, null));
        Assert.Equal((5, null), (ledger.Total(stage: 1).Joules, ledger.Total().Joules));
    }

    [Fact]
    public void What_different_meters_counted_is_not_added()
    {
        var ledger = new Ledger([Measured(1, 5, "one"), Measured(2, 6, "other")]);
        Assert.Equal((null, null), (ledger.Total().Joules, ledger.Total().Meter));
    }

    private static LedgerEntry Entry(int stage, Purpose purpose, long macs, long images, double seconds) =>
        new(stage, purpose, macs, 3 * macs, images, 2 * images, seconds);

    private static LedgerEntry Measured(int stage, double? joules, string? meter) =>
        new(stage, Purpose.Forward, 1, 1, 1, 1, 1, joules, meter);
}
