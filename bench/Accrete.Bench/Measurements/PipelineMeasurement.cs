using Accrete.Bench.Measuring;
using Accrete.Bench.Reports;

namespace Accrete.Bench.Measurements;

/// <summary>What the data pipeline adds to a training step.</summary>
internal sealed class PipelineMeasurement : IMeasurement
{
    public string Name => "pipeline";

    public string Description => "The whole step against the same step on one fixed batch.";

    public IReadOnlyList<Section> Measure(Workbench bench)
    {
        using var rig = new TrainingRig(bench);
        var seconds = Turns.Measure(
            bench.Rounds,
            Turns.Timed(() => rig.Train(bench.Turn)),
            Turns.Timed(() => rig.TrainOnOneBatch(bench.Turn)),
            Turns.Timed(() => Make(rig, bench.Turn))
        );
        var cost = Turns.Ratio(seconds[1], seconds[0]);
        return
        [
            new Section(
                Name,
                "Cost of the data pipeline, batch 128, flips and crops",
                [
                    PerStep("whole step", bench, seconds[0]),
                    PerStep("step on one fixed batch", bench, seconds[1]),
                    PerStep("making a batch, by itself", bench, seconds[2]),
                    new Figure(
                        "cost of the pipeline",
                        new Spread(Percent(cost.Median), Percent(cost.Least), Percent(cost.Most)),
                        "%",
                        "<= 3"
                    ),
                ],
                [
                    "A batch is made on another thread while the network trains on the one before; where all "
                        + "cores compute, making it still takes time from them.",
                ]
            ),
        ];
    }

    private static void Make(TrainingRig rig, int batches)
    {
        for (var i = 0; i < batches; i++)
        {
            rig.Batches.Next();
        }
    }

    private static Figure PerStep(string name, Workbench bench, double[] seconds) =>
        new(name, Spread.Of(seconds.Select(s => 1000 * s / bench.Turn)), "ms");

    private static double Percent(double ratio) => 100 * (ratio - 1);
}
