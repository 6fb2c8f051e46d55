using Accrete.Costs;
using Accrete.Cumulative;

namespace Accrete.Comparisons;

/// <summary>One run of an arm.</summary>
/// <param name="Seed">The root of its random choices.</param>
/// <param name="TestAccuracy">Fraction of the test images classified rightly at its end.</param>
/// <param name="TrainAccuracy">Fraction of the last stage's images classified rightly at its end: see
/// <see cref="StageOutcome.TrainAccuracy"/>.</param>
/// <param name="Parameters">Learned numbers of its last network.</param>
/// <param name="ForwardMacs">Multiply-accumulates of an image in its last network.</param>
/// <param name="TrainingMacs">Multiply-accumulates of all work but tests.</param>
/// <param name="Seconds">Time of the same.</param>
/// <param name="JoulesModelled">Energy of the same, modelled.</param>
/// <param name="JoulesMeasured">Energy that a meter counted meanwhile; null where none did.</param>
/// <param name="Curve">What it had reached on the way.</param>
internal sealed record ComparedRun(
    int Seed,
    double TestAccuracy,
    double TrainAccuracy,
    long Parameters,
    long ForwardMacs,
    long TrainingMacs,
    double Seconds,
    double JoulesModelled,
    double? JoulesMeasured,
    IReadOnlyList<CurvePoint> Curve
)
{
    /// <summary>What a finished run contributes.</summary>
    /// <param name="outcome">Its outcome, with a last network.</param>
    /// <param name="metrics">Its metrics, line by line.</param>
    public static ComparedRun Of(RunOutcome outcome, IEnumerable<MetricsLine> metrics)
    {
        var (final, cost) = (outcome.Final!, new Ledger(outcome.Ledger).Cost());
        return new ComparedRun(
            outcome.Seed,
            final.TestAccuracy,
            outcome.Stages[^1].TrainAccuracy,
            final.Parameters,
            final.ForwardMacs,
            cost.Macs,
            cost.Seconds,
            outcome.Plan.Energy.Joules(cost.Macs, cost.Words, outcome.Plan.ComputePrecision()),
            cost.Joules,
            [
                .. metrics
                    .Where(m => m.TestAccuracy is not null)
                    .Select(m => new CurvePoint(m.CostMacs, m.CostSeconds, m.TestAccuracy!.Value)),
            ]
        );
    }
}
