using System.Text.Json.Nodes;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

public sealed class CumulativeTrainingTests : TinyRunTests
{
    [Fact]
    public void It_learns()
    {
        var outcome = TinyRuns.Run(Folder["one"], TinyRuns.Plan(), Data);
        Assert.True(outcome.Final!.TestAccuracy > 0.8, $"{outcome.Final.TestAccuracy}");
        Assert.Equal(1, outcome.Final.Top5);
    }

    [Fact]
    public void Stages_of_less_resolution_see_smaller_images_and_the_last_network_full_ones()
    {
        var plan = TinyRuns.Growing(CriterionKind.None);
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;

        Assert.Equal([4, 6, 8], stages.Select(s => s.Blueprint.Input.Height));
        Assert.All(stages.SelectMany(s => s.Receipts), r => Assert.InRange(r.MaxLogitChangeEval, 0, 1e-4));
        foreach (var stage in stages)
        {
            using var model = Model.Load(
                Path.Combine(Folder["one"], "stages", $"{stage.Index:00}", "model.safetensors")
            );
            using var images = Data.At(stage.Blueprint.Input.Height, stage.Blueprint.Input.Width);
            var network = model.Network;
            Assert.Equal(images.Shape, model.Preprocessing.Shape);
            Assert.Equal(stage.TestAccuracy, Evaluator.Evaluate(network, images.Test, model.Preprocessing).Accuracy);
        }
    }

    [Fact]
    public void An_epoch_that_was_cut_short_counts_with_the_one_before()
    {
        var plan = TinyRuns.Plan() with { Stages = [new StagePlan { Epochs = 2.15 }] };
        TinyRuns.Run(Folder["one"], plan, Data);
        var lines = StoredRun.ReadMetrics(Folder["one"]);
        // One step of seven, and the seven before.
        Assert.Equal([1.0, 2.0, 15 / 7.0], lines.Select(l => l.Epoch));
        Assert.True(Math.Abs((lines[2].TrainAccuracy * 64) - Math.Round(lines[2].TrainAccuracy * 64)) < 1e-9);
    }

    [Fact]
    public void A_stage_says_how_well_it_learned_its_own_images()
    {
        var plan = TinyRuns.Plan();
        var outcome = TinyRuns.Run(Folder["one"], plan, Data);
        foreach (var (stage, planned) in outcome.Stages.Zip(Schedule.Of(plan, Data).Stages))
        {
            using var network = ModelFile
                .Read(Path.Combine(Folder["one"], "stages", $"{stage.Index:00}", "model.safetensors"))
                .Network;
            int[] some = [.. Enumerable.Range(0, 21).Select(i => planned.Images[i * planned.Images.Count / 21])];
            Assert.Equal(
                Evaluator.Evaluate(network, Data.Train, Preprocessing.Of(Data.Train), some).Accuracy,
                stage.TrainAccuracy
            );
            Assert.Equal(
                3 * 21,
                outcome.Ledger.Single(e => e.Stage == stage.Index && e.Purpose == Purpose.Evaluation).Images
            );
        }
    }

    [Fact]
    public void The_outcome_says_what_each_stage_did()
    {
        var plan = TinyRuns.Plan();
        var schedule = Schedule.Of(plan, Data);
        TinyRuns.Run(Folder["one"], plan, Data);

        var outcome = StoredRun.ReadOutcome(Folder["one"])!;

        Assert.Equal(schedule.Stages.Select(s => s.TrainingMacs), outcome.Stages.Select(s => s.TrainingMacs));
        Assert.Equal(schedule.TrainingMacs, outcome.Totals.TrainingMacs);
        Assert.Equal(schedule.Stages.Sum(s => s.Steps * s.Batch), outcome.Totals.ImagesSeen);
        Assert.Equal(schedule.Stages.Select(s => s.Blueprint), outcome.Stages.Select(s => s.Blueprint));
        Assert.Equal([24, 42, 60], outcome.Stages.Select(s => s.Images));
        Assert.Equal(
            [
                [],
                ["deepen", "widen"],
                ["widen"],
            ],
            outcome.Stages.Select(s => s.Receipts.Select(r => r.Kind))
        );
        Assert.Equal(
            ("stripes", 60L, 21L, "5717e5"),
            (outcome.Dataset.Name, outcome.Dataset.TrainImages, outcome.Dataset.TestImages, outcome.Dataset.Sha256)
        );
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(outcome.Plan));
    }

    [Fact]
    public void Metrics_have_a_line_for_each_epoch()
    {
        TinyRuns.Run(Folder["one"], TinyRuns.Plan(), Data);
        var lines = File.ReadAllLines(Path.Combine(Folder["one"], "metrics.jsonl"))
            .Select(l => JsonNode.Parse(l)!)
            .ToArray();
        Assert.Equal(["1 3", "1 6", "2 5", "2 8", "3 7", "3 14"], lines.Select(l => $"{l["stage"]} {l["step"]}"));
        Assert.All(lines, l => Assert.InRange(l["testAccuracy"]!.GetValue<double>(), 0, 1));
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void A_rate_that_is_far_too_high_stops_the_run_and_keeps_a_good_checkpoint(OptimiserKind kind)
    {
        var plan = TinyRuns.Plan(kind);
        plan = plan with
        {
            Optimiser = plan.Optimiser with { Rate = 100, Momentum = 0.9999, Decay = 10 },
            Annealing = new Annealing { Warmup = 0, Final = 1 },
            Stages = [.. plan.Stages.Select(s => s with { Epochs = 60 })],
        };
        using var run = RunFolder.Create(Folder["one"], plan);

        var error = Assert.Throws<AccreteException>(() =>
            new CumulativeTraining(plan, Data, run) { CheckpointEvery = TimeSpan.Zero }.Run()
        );

        Assert.Matches("^stage [1-3], step [0-9]+: ", error.Message);
        Assert.Contains("optimiser.rate", error.Message, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is kept.", error.Message, StringComparison.Ordinal);
        using var kept = run.Newest(CPU)!;
        Assert.All(kept.State.Network.State.Values, t => Assert.True(t.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Nothing_is_left_in_memory()
    {
        using var scope = NewDisposeScope();
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        plan = plan with
        {
            Data = plan.Data with { DropLearned = 0.5 },
            Optimiser = plan.Optimiser with { Average = 0.9 },
            Budget = new Budget(1e8, BudgetUnit.Macs),
        };
        TinyRuns.Run(Folder["one"], plan, Data);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var run = RunFolder.Create(Folder["two"], plan))
        {
            using var stop = new StopAt(3);
            Assert.Throws<OperationCanceledException>(() =>
                new CumulativeTraining(plan, Data, run, stop).Run(stop.Token)
            );
            new CumulativeTraining(plan, Data, run).Run();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
