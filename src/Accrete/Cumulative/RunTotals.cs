using Accrete.Costs;
using Accrete.Cumulative.Plans;

namespace Accrete.Cumulative;

/// <summary>The work of all stages.</summary>
/// <param name="TrainingMacs">The multiply-accumulates of training steps.</param>
/// <param name="OverheadMacs">The multiply-accumulates of everything else: tests, calibration, probes and discarded
/// work.</param>
/// <param name="ImagesSeen">The number of images in training steps, each counted every time.</param>
/// <param name="BytesRead">The bytes of images that were read, for all purposes.</param>
/// <param name="Seconds">The time of all work, in seconds.</param>
/// <param name="JoulesModelled">The energy of all work by the plan's <see cref="EnergyModel"/>, in joules.</param>
/// <param name="JoulesMeasured">The energy that a meter measured, in joules; null if none did.</param>
/// <param name="PowerSource">The name of the meter; null if there was none.</param>
public sealed record RunTotals(
    long TrainingMacs,
    long OverheadMacs,
    long ImagesSeen,
    long BytesRead,
    double Seconds,
    double JoulesModelled,
    double? JoulesMeasured,
    string? PowerSource
)
{
    /// <summary>Computes the totals of a ledger.</summary>
    public static RunTotals Of(Ledger ledger, Plan plan)
    {
        var (training, all) = (ledger.Training(), ledger.Total());
        return new RunTotals(
            training.Macs,
            all.Macs - training.Macs,
            training.Images,
            all.Bytes,
            all.Seconds,
            plan.Energy.Joules(all.Macs, all.Words, plan.ComputePrecision()),
            all.Joules,
            all.Joules is null ? null : all.Meter
        );
    }
}
