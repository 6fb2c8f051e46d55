using Accrete.Costs;
using Accrete.Cumulative.Plans;

namespace Accrete.Cumulative;

/// <summary>The work of all stages.</summary>
/// <param name="TrainingMacs">Multiply-accumulates of training steps.</param>
/// <param name="OverheadMacs">Those of everything else: tests, calibration, probes, what was discarded.</param>
/// <param name="ImagesSeen">Images in training steps, each time counted.</param>
/// <param name="BytesRead">Bytes of images, for all purposes.</param>
/// <param name="Seconds">Time of all of it.</param>
/// <param name="JoulesModelled">Energy of all of it by the plan's <see cref="EnergyModel"/>.</param>
/// <param name="JoulesMeasured">Energy that a meter counted; null when none did.</param>
/// <param name="PowerSource">The meter; null when there was none.</param>
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
    /// <summary>The totals of an account.</summary>
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
