using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Storage;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

public sealed class RunLedgerTests : TinyRunTests
{
    [Fact]
    public void What_a_crash_loses_is_on_the_ledger_as_discarded()
    {
        var plan = TinyRuns.Plan() with { Evaluation = new EvaluationPlan { EveryEpochs = 0 } };
        var undisturbed = TinyRuns.Run(Folder["one"], plan, Data);
        using (var run = RunFolder.Create(Folder["two"], plan))
        {
            // A checkpoint is written when the first stage is complete, after 6 steps.
            using var crash = new StopAt(8, crash: true);
            Assert.Throws<Crash>(() =>
                new CumulativeTraining(plan, Data, run, crash) { MarkEvery = TimeSpan.Zero }.Run()
            );
            new CumulativeTraining(plan, Data, run).Run();
        }

        var outcome = StoredRun.ReadOutcome(Folder["two"])!;
        var lost = Assert.Single(outcome.Ledger, e => e.Purpose == Purpose.Discarded);
        // One step, and the growth before it; the note is made before a step, so that the last one is not on it.
        var growth = undisturbed
            .Ledger.Where(e => e.Stage == 2 && e.Purpose is Purpose.Growth or Purpose.Probes or Purpose.Calibration)
            .Where(e => e.Stage == 2)
            .Sum(e => e.Macs);
        Assert.Equal((2, growth + (8 * undisturbed.Stages[1].Blueprint.TrainingMacs)), (lost.Stage, lost.Macs));
        Assert.Equal(undisturbed.Totals.TrainingMacs, outcome.Totals.TrainingMacs);
        Assert.Equal(undisturbed.Totals.OverheadMacs + lost.Macs, outcome.Totals.OverheadMacs);
        Assert.False(File.Exists(Folder["two/.work.json"]));
    }

    [Fact]
    public void A_note_of_work_that_is_damaged_or_of_another_checkpoint_says_nothing()
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(Folder["one"], plan, Data);
        foreach (
            var note in new[]
            {
                "{",
                """{"saved":{"stage":0,"purpose":"forward","macs":1,"words":1,"images":1,"bytes":1,"seconds":1},"done":{"stage":0,"purpose":"forward","macs":9,"words":9,"images":9,"bytes":9,"seconds":9}}""",
            }
        )
        {
            File.WriteAllText(Folder["one/.work.json"], note);
            using var run = RunFolder.Open(Folder["one"]);
            using var checkpoint = run.Newest(CPU)!;
            Assert.Null(checkpoint.Lost);
        }
    }

    [Fact]
    public void What_a_meter_counted_is_on_the_ledger_and_in_the_totals()
    {
        using var meter = new SteadyMeter();
        using var run = RunFolder.Create(Folder["one"], TinyRuns.Plan());
        var outcome = new CumulativeTraining(TinyRuns.Plan(), Data, run) { Meter = meter }.Run();

        Assert.All(outcome.Ledger, e => Assert.True(e.Joules > 0 && e.Meter == "steady"));
        Assert.Equal(
            (outcome.Ledger.Sum(e => e.Joules), "steady"),
            (outcome.Totals.JoulesMeasured, outcome.Totals.PowerSource)
        );
        Assert.Equal(outcome.Ledger, StoredRun.ReadOutcome(Folder["one"])!.Ledger);
    }

    [Fact]
    public void Measuring_what_is_used_stays_within_its_share_of_the_compute()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Density) with
        {
            Pruning = new PruningSettings
            {
                By = CriterionKind.Density,
                Floor = 2,
                Share = 0.05,
            },
        };
        var outcome = TinyRuns.Run(Folder["one"], plan, Data);
        using var run = RunFolder.Open(Folder["one"]);
        using var checkpoint = run.Newest(CPU)!;
        foreach (var entry in checkpoint.Position.Ledger.Where(e => e.Purpose == Purpose.Probes))
        {
            var stage = outcome.Stages[entry.Stage - 1];
            // The receipts ask each network, pruned, deepened and widened, two times about 8 images on top.
            var asked =
                outcome.Stages[entry.Stage - 1].Receipts.Sum(r => 16 * r.Detail.ForwardMacs[1])
                + (
                    16
                    * (
                        outcome.Stages[entry.Stage - 2].ForwardMacs
                        + outcome.Stages[entry.Stage - 1].Receipts[0].Detail.ForwardMacs[1]
                    )
                );
            Assert.InRange(entry.Macs - asked, 1, 0.05 * Schedule.Of(plan, Data).Stages[entry.Stage - 1].TrainingMacs);
            Assert.True(stage.Seconds > 0);
        }
    }

    [Fact]
    public void Overhead_is_evaluations_calibration_and_receipts()
    {
        var plan = TinyRuns.Plan();
        var stages = Schedule.Of(plan, Data).Stages;
        var (first, second, third) = (
            stages[0].Blueprint.ForwardMacs,
            stages[1].Blueprint.ForwardMacs,
            stages[2].Blueprint.ForwardMacs
        );
        using var probe = new Network(stages[0].Blueprint, new Seed(1));
        using var deep = Accrete.Growth.Deepen.To(probe, null, stages[1].Blueprint, randn(4, 1, 8, 8), new Seed(1));
        var deepened = deep.Network.Blueprint.ForwardMacs;

        var outcome = TinyRuns.Run(Folder["one"], plan, Data);

        // Tests: after both epochs of the first stage, after epochs 1 and 1.5 of the second, after both of the third;
        // and of each stage's own images at its end. Receipts ask each network of a growth once in eval and once in
        // train mode, on 8 images; calibration takes 16.
        var tests = 21 * (3 * first + 3 * second + 3 * third);
        var growth = 16 * first + 16 * (first + deepened + second) + 16 * (second + third);
        Assert.Equal(tests + growth, outcome.Totals.OverheadMacs);
    }
}
