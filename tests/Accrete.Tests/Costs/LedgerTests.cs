using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Tests.Costs;

public sealed class LedgerTests
{
    private static readonly LedgerEntry[] Work =
    [
        new(2, Purpose.Training, 10, 1, 0.5), new(1, Purpose.Training, 100, 2, 1), new(1, Purpose.Evaluation, 1000, 4, 2),
        new(1, Purpose.Training, 10_000, 8, 4), new(2, Purpose.Growth, 100_000, 0, 8),
    ];

    [Fact]
    public void Work_is_summed_by_stage_and_purpose()
    {
        var ledger = new Ledger(Work);
        Assert.Equal(
        [
            new(1, Purpose.Training, 10_100, 10, 5), new(1, Purpose.Evaluation, 1000, 4, 2),
            new(2, Purpose.Training, 10, 1, 0.5), new(2, Purpose.Growth, 100_000, 0, 8),
        ], ledger.Entries);
    }

    [Fact]
    public void Totals_are_those_of_a_stage_a_purpose_both_or_all()
    {
        var ledger = new Ledger(Work);
        Assert.Equal(11_100, ledger.Total(stage: 1).Macs);
        Assert.Equal(10_110, ledger.Total(purpose: Purpose.Training).Macs);
        Assert.Equal(10_100, ledger.Total(1, Purpose.Training).Macs);
        Assert.Equal((111_110, 15, 15.5), (ledger.Total().Macs, ledger.Total().Images, ledger.Total().Seconds));
        Assert.Equal(0, ledger.Total(stage: 3).Macs);
        Assert.Equal((110_110, 11, 13.5), (ledger.Cost().Macs, ledger.Cost().Images, ledger.Cost().Seconds));
    }

    [Fact]
    public void An_account_goes_on_from_its_entries()
    {
        var ledger = new Ledger(new Ledger(Work).Entries);
        ledger.Add(Work[0]);
        Assert.Equal([.. new Ledger([.. Work, Work[0]]).Entries], ledger.Entries);
    }

    [Fact]
    public void Energy_is_that_of_multiplications_and_additions()
    {
        Assert.Equal(4.6, EnergyModel.Joules(1_000_000_000_000, Precision.Float32), 9);
        Assert.Equal(2.0, EnergyModel.Joules(1_000_000_000_000, Precision.BFloat16), 9);
    }
}
