using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Cumulative;

/// <summary>The work of all stages.</summary>
/// <param name="TrainingMacs">Multiply-accumulates of training steps.</param>
/// <param name="OverheadMacs">Those of evaluations, calibration and receipts.</param>
/// <param name="ImagesSeen">Images in training steps, each time counted.</param>
/// <param name="Seconds">Time of all of it.</param>
/// <param name="JoulesModelled">Energy of the arithmetic by <see cref="EnergyModel"/>; memory is left out.</param>
/// <param name="JoulesMeasured">Energy that a meter counted; null when none did.</param>
/// <param name="PowerSource">The meter; null when there was none.</param>
public sealed record RunTotals(
    long TrainingMacs,
    long OverheadMacs,
    long ImagesSeen,
    double Seconds,
    double JoulesModelled,
    double? JoulesMeasured,
    string? PowerSource)
{
    /// <summary>The totals of an account.</summary>
    /// <param name="ledger">The account.</param>
    /// <param name="precision">In which numbers it was computed.</param>
    public static RunTotals Of(Ledger ledger, Precision precision)
    {
        var (training, all) = (ledger.Total(purpose: Purpose.Training), ledger.Total());
        return new RunTotals(training.Macs, all.Macs - training.Macs, training.Images, all.Seconds,
            EnergyModel.Joules(all.Macs, precision), all.Joules, all.Joules is null ? null : all.Meter);
    }
}
