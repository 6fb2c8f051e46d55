using System.Text.Json.Nodes;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

public sealed class CumulativeTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Dataset data = TinyRuns.Data();

    public static TheoryData<OptimiserKind, PrecisionChoice> Kinds => new()
    {
        { OptimiserKind.Sgd, PrecisionChoice.Fp32 },
        { OptimiserKind.AdamW, PrecisionChoice.Fp32 },
        { OptimiserKind.Sgd, PrecisionChoice.Bf16 },
    };

    public void Dispose()
    {
        data.Dispose();
        folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_plan_and_seed_twice_gives_the_same_bytes(OptimiserKind kind, PrecisionChoice precision)
    {
        var plan = TinyRuns.Plan(kind, precision);
        TinyRuns.Run(folder["one"], plan, data);
        TinyRuns.Run(folder["two"], plan, data);
        AssertSame();
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        TinyRuns.Run(folder["one"], TinyRuns.Plan(), data);
        TinyRuns.Run(folder["two"], TinyRuns.Plan() with { Seed = 2 }, data);
        Assert.NotEqual(Model("one"), Model("two"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_every_few_steps_and_resumed_it_ends_with_the_same_bytes(OptimiserKind kind, PrecisionChoice precision)
    {
        var plan = TinyRuns.Plan(kind, precision);
        TinyRuns.Run(folder["one"], plan, data);
        StopEveryFewSteps(plan);
        AssertSame();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_learned_images_left_out_a_resumed_run_ends_with_the_same_bytes(bool crashes)
    {
        var plan = TinyRuns.Plan();
        plan = plan with { Data = plan.Data with { DropLearned = 0.6 }, Optimiser = plan.Optimiser with { Batch = 4 } };
        TinyRuns.Run(folder["one"], plan, data);
        BreakOff(plan, crashes, most: 56);
        AssertSame();
        TinyRuns.Run(folder["all"], plan with { Data = plan.Data with { DropLearned = 0 } }, data);
        Assert.NotEqual(Model("one"), Model("all"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_averaged_weights_a_resumed_run_ends_with_the_same_bytes(bool crashes)
    {
        var plan = Pruned(CriterionKind.Pca);
        plan = plan with { Optimiser = plan.Optimiser with { Average = 0.9 } };
        var outcome = TinyRuns.Run(folder["one"], plan, data);
        BreakOff(plan, crashes, most: 28);
        AssertSame();
        // What was tested is what was written.
        var model = ModelFile.Read(folder["one/model.safetensors"], CPU);
        using var network = model.Network;
        Assert.Equal(outcome.Final!.TestAccuracy, Evaluator.Evaluate(network, data.Test, model.Preprocessing).Accuracy);
        TinyRuns.Run(folder["last"], plan with { Optimiser = plan.Optimiser with { Average = 0 } }, data);
        Assert.NotEqual(Model("one"), Model("last"));
    }

    [Fact]
    public void A_checkpoint_whose_images_do_not_fit_is_an_error_that_names_it()
    {
        var plan = TinyRuns.Plan();
        plan = plan with { Data = plan.Data with { DropLearned = 0.6 } };
        using var run = RunFolder.Create(folder["one"], plan);
        using var stop = new StopAt(2);
        Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, data, run, stop).Run(stop.Token));
        using (var checkpoint = run.Newest(CPU)!)
        {
            var samples = checkpoint.Samples!;
            Assert.Equal((60, 24), (samples.Losses.Count, samples.Pass!.Order.Count));
            run.Save(checkpoint with { Samples = new LearnedSamples([.. samples.Losses.Take(50)], null) });
        }

        var error = Assert.Throws<InvalidInputException>(() => new CumulativeTraining(plan, data, run).Run());
        Assert.Contains("50 images", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Crashed_after_each_number_of_steps_and_resumed_it_ends_with_the_same_bytes(bool everyStepSaved)
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(folder["one"], plan, data);
        // Without checkpoints inside a stage the last 14 steps must be done in one go.
        Interrupt(plan, run => (folder => folder, new StopAt(everyStepSaved ? run + 2 : 3 * run + 1, crash: true), default, everyStepSaved ? TimeSpan.Zero : TimeSpan.MaxValue), most: 28);
        AssertSame();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Crashed_at_each_write_and_resumed_it_ends_with_the_same_bytes(bool after)
    {
        var plan = TinyRuns.Plan(OptimiserKind.AdamW);
        TinyRuns.Run(folder["one"], plan, data);
        Interrupt(plan, run => (folder => new CrashingRecord(folder, run + 1, after), null, default, TimeSpan.Zero), most: 60);
        AssertSame();
    }

    [Fact]
    public void Stopped_before_its_first_step_it_goes_on()
    {
        var plan = TinyRuns.Plan(OptimiserKind.AdamW);
        TinyRuns.Run(folder["one"], plan, data);
        using (var run = RunFolder.Create(folder["two"], plan))
        {
            Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, data, run).Run(new CancellationToken(true)));
            new CumulativeTraining(plan, data, run).Run();
        }

        AssertSame();
    }

    [Fact]
    public void A_finished_run_stays_as_it_is_when_resumed()
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(folder["one"], plan, data);
        TinyRuns.Run(folder["two"], plan, data);
        using (var run = RunFolder.Open(folder["two"]))
        {
            new CumulativeTraining(StoredRun.ReadPlan(folder["two"]), data, run).Run();
        }

        AssertSame();
    }

    [Fact]
    public void It_learns()
    {
        var outcome = TinyRuns.Run(folder["one"], TinyRuns.Plan(), data);
        Assert.True(outcome.Final!.TestAccuracy > 0.8, $"{outcome.Final.TestAccuracy}");
        Assert.Equal(1, outcome.Final.Top5);
    }

    [Theory]
    [InlineData(CriterionKind.Pca)]
    [InlineData(CriterionKind.Taylor)]
    [InlineData(CriterionKind.Random)]
    public void With_pruning_the_next_widths_follow_what_was_used(CriterionKind by)
    {
        var plan = Pruned(by);
        var planned = Schedule.Of(plan, data).Stages;

        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;

        Assert.Equal(planned[0].Blueprint, stages[0].Blueprint);
        for (var i = 1; i < stages.Count; i++)
        {
            var prune = stages[i].Receipts[0];
            Assert.Equal("prune", prune.Kind);
            Assert.NotEmpty(prune.Detail.Widths);
            Assert.True(prune.Detail.Parameters[1] < prune.Detail.Parameters[0]);
            Assert.All(stages[i].Receipts.Skip(1), r => Assert.InRange(r.MaxLogitChangeEval, 0, 1e-4));
            Assert.True(stages[i].ForwardMacs < planned[i].Blueprint.ForwardMacs);
            Assert.Equal(stages[i].Blueprint.TrainingMacs * planned[i].Steps * planned[i].Batch, stages[i].TrainingMacs);
            // Only what the next stage has no room for is taken out.
            var next = new ChannelGroups(stages[i].Blueprint);
            Assert.All(prune.Detail.Widths, g => Assert.Equal(Math.Min(g.Value[0], next[g.Key].Channels), g.Value[1]));
        }
    }

    [Fact]
    public void With_pruning_a_layer_gets_the_part_of_its_planned_width_that_was_used()
    {
        var plan = Pruned(CriterionKind.Random);
        var planned = Schedule.Of(plan, data).Stages;
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;
        for (var i = 1; i < stages.Count; i++)
        {
            var (before, after, actual) = (new ChannelGroups(planned[i - 1].Blueprint), new ChannelGroups(planned[i].Blueprint), new ChannelGroups(stages[i].Blueprint));
            foreach (var group in new ChannelGroups(stages[i - 1].Blueprint).Free)
            {
                var used = Math.Ceiling((0.6 * group.Channels) - 1e-9);
                Assert.Equal(Math.Max(2, Math.Round(used / before[group.Name].Channels * after[group.Name].Channels)), actual[group.Name].Channels);
            }
        }
    }

    [Fact]
    public void Pruning_begins_with_the_stage_that_it_is_told()
    {
        var plan = Pruned(CriterionKind.Pca);
        var stages = TinyRuns.Run(folder["one"], plan with { Pruning = plan.Pruning with { From = 3 } }, data).Stages;
        Assert.Equal([[], ["deepen", "widen"], ["prune"]], stages.Select(s => s.Receipts.Select(r => r.Kind).Take(s.Index == 3 ? 1 : 2)));
        Assert.Equal(Schedule.Of(plan, data).Stages[1].Blueprint, stages[1].Blueprint);
    }

    [Fact]
    public void Pruning_ends_with_the_stage_that_it_is_told_and_later_ones_keep_what_it_left()
    {
        var plan = Pruned(CriterionKind.Pca);
        plan = plan with { Stages = [new StagePlan(), new StagePlan(), new StagePlan { Resolution = 1 }], Pruning = plan.Pruning with { Until = 2 } };
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;
        Assert.Equal([[], ["prune"], []], stages.Select(s => s.Receipts.Select(r => r.Kind)));
        Assert.True(stages[1].Parameters < stages[0].Parameters);
        Assert.Equal(stages[1].Blueprint, stages[2].Blueprint);
    }

    [Fact]
    public void After_its_last_pruning_a_network_grows_by_the_shares_that_were_left()
    {
        var plan = Pruned(CriterionKind.Pca);
        plan = plan with { Pruning = plan.Pruning with { Until = 2 } };
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;
        Assert.Equal(["widen"], stages[2].Receipts.Select(r => r.Kind));
        Assert.True(stages[2].Parameters < Schedule.Of(plan, data).Stages[2].Blueprint.ParameterCount);
    }

    [Fact]
    public void Pruning_leaves_as_much_compute_as_is_wanted()
    {
        var plan = Pruned(CriterionKind.Pca);
        plan = plan with { Network = new NetworkPlan { Width = 0.5 }, Stages = [new StagePlan(), new StagePlan(), new StagePlan()], Pruning = plan.Pruning with { Until = 2, Macs = 0.4 } };
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;
        Assert.InRange((double)stages[1].ForwardMacs / stages[0].ForwardMacs, 0.33, 0.4);
        Assert.Equal(stages[1].ForwardMacs, stages[2].ForwardMacs);
    }

    [Fact]
    public void Pruning_that_would_end_before_it_begins_is_refused()
    {
        var plan = Pruned(CriterionKind.Pca);
        var error = Assert.Throws<InvalidInputException>(() => Schedule.Of(plan with { Pruning = plan.Pruning with { From = 3, Until = 2 } }, data));
        Assert.StartsWith("pruning.until: is 2, but pruning.from is 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_pruning_the_widths_that_are_trained_are_multiples()
    {
        var plan = Pruned(CriterionKind.Random);
        plan = plan with { Network = new NetworkPlan { Width = 0.5 }, Pruning = plan.Pruning with { Multiple = 4 } };
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;

        Assert.All(stages.Skip(1).SelectMany(s => new ChannelGroups(s.Blueprint).Free), g => Assert.Equal(0, g.Channels % 4));
    }

    [Fact]
    public void Stages_of_less_resolution_see_smaller_images_and_the_last_network_full_ones()
    {
        var plan = Growing(CriterionKind.None);
        var stages = TinyRuns.Run(folder["one"], plan, data).Stages;

        Assert.Equal([4, 6, 8], stages.Select(s => s.Blueprint.Input.Height));
        Assert.All(stages.SelectMany(s => s.Receipts), r => Assert.InRange(r.MaxLogitChangeEval, 0, 1e-4));
        foreach (var stage in stages)
        {
            var model = ModelFile.Read(Path.Combine(folder["one"], "stages", $"{stage.Index:00}", "model.safetensors"));
            using var images = data.At(stage.Blueprint.Input.Height, stage.Blueprint.Input.Width);
            using var network = model.Network;
            Assert.Equal(images.Shape, model.Preprocessing.Shape);
            Assert.Equal(stage.TestAccuracy, Evaluator.Evaluate(network, images.Test, model.Preprocessing).Accuracy);
        }
    }

    [Theory]
    [InlineData(CriterionKind.None)]
    [InlineData(CriterionKind.Pca)]
    public void With_growing_resolution_a_resumed_run_ends_with_the_same_bytes(CriterionKind by)
    {
        var plan = Growing(by);
        TinyRuns.Run(folder["one"], plan, data);
        StopEveryFewSteps(plan);
        AssertSame();
    }

    [Fact]
    public void What_a_crash_loses_is_on_the_ledger_as_discarded()
    {
        var plan = TinyRuns.Plan() with { Evaluation = new EvaluationPlan { EveryEpochs = 0 } };
        var undisturbed = TinyRuns.Run(folder["one"], plan, data);
        using (var run = RunFolder.Create(folder["two"], plan))
        {
            // A checkpoint is written when the first stage is complete, after 6 steps.
            using var crash = new StopAt(8, crash: true);
            Assert.Throws<Crash>(() => new CumulativeTraining(plan, data, run, crash) { MarkEvery = TimeSpan.Zero }.Run());
            new CumulativeTraining(plan, data, run).Run();
        }

        var outcome = StoredRun.ReadOutcome(folder["two"])!;
        var lost = Assert.Single(outcome.Ledger, e => e.Purpose == Purpose.Discarded);
        // One step, and the growth before it; the note is made before a step, so that the last one is not on it.
        var growth = undisturbed.Ledger.Where(e => e.Stage == 2 && e.Purpose is Purpose.Growth or Purpose.Probes or Purpose.Calibration).Where(e => e.Stage == 2).Sum(e => e.Macs);
        Assert.Equal((2, growth + (8 * undisturbed.Stages[1].Blueprint.TrainingMacs)), (lost.Stage, lost.Macs));
        Assert.Equal(undisturbed.Totals.TrainingMacs, outcome.Totals.TrainingMacs);
        Assert.Equal(undisturbed.Totals.OverheadMacs + lost.Macs, outcome.Totals.OverheadMacs);
        Assert.False(File.Exists(folder["two/.work.json"]));
    }

    [Fact]
    public void A_note_of_work_that_is_damaged_or_of_another_checkpoint_says_nothing()
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(folder["one"], plan, data);
        foreach (var note in new[] { "{", """{"saved":{"stage":0,"purpose":"forward","macs":1,"words":1,"images":1,"bytes":1,"seconds":1},"done":{"stage":0,"purpose":"forward","macs":9,"words":9,"images":9,"bytes":9,"seconds":9}}""" })
        {
            File.WriteAllText(folder["one/.work.json"], note);
            using var run = RunFolder.Open(folder["one"]);
            using var checkpoint = run.Newest(CPU)!;
            Assert.Null(checkpoint.Lost);
        }
    }

    [Fact]
    public void What_a_meter_counted_is_on_the_ledger_and_in_the_totals()
    {
        using var meter = new SteadyMeter();
        using var run = RunFolder.Create(folder["one"], TinyRuns.Plan());
        var outcome = new CumulativeTraining(TinyRuns.Plan(), data, run) { Meter = meter }.Run();

        Assert.All(outcome.Ledger, e => Assert.True(e.Joules > 0 && e.Meter == "steady"));
        Assert.Equal((outcome.Ledger.Sum(e => e.Joules), "steady"), (outcome.Totals.JoulesMeasured, outcome.Totals.PowerSource));
        Assert.Equal(outcome.Ledger, StoredRun.ReadOutcome(folder["one"])!.Ledger);
    }

    [Fact]
    public void An_epoch_that_was_cut_short_counts_with_the_one_before()
    {
        var plan = TinyRuns.Plan() with { Stages = [new StagePlan { Epochs = 2.15 }] };
        TinyRuns.Run(folder["one"], plan, data);
        var lines = StoredRun.ReadMetrics(folder["one"]);
        // One step of seven, and the seven before.
        Assert.Equal([1.0, 2.0, 15 / 7.0], lines.Select(l => l.Epoch));
        Assert.True(Math.Abs((lines[2].TrainAccuracy * 64) - Math.Round(lines[2].TrainAccuracy * 64)) < 1e-9);
    }

    [Fact]
    public void A_stage_says_how_well_it_learned_its_own_images()
    {
        var plan = TinyRuns.Plan();
        var outcome = TinyRuns.Run(folder["one"], plan, data);
        foreach (var (stage, planned) in outcome.Stages.Zip(Schedule.Of(plan, data).Stages))
        {
            using var network = ModelFile.Read(Path.Combine(folder["one"], "stages", $"{stage.Index:00}", "model.safetensors")).Network;
            int[] some = [.. Enumerable.Range(0, 21).Select(i => planned.Images[i * planned.Images.Count / 21])];
            Assert.Equal(Evaluator.Evaluate(network, data.Train, Preprocessing.Of(data.Train), some).Accuracy, stage.TrainAccuracy);
            Assert.Equal(3 * 21, outcome.Ledger.Single(e => e.Stage == stage.Index && e.Purpose == Purpose.Evaluation).Images);
        }
    }

    [Fact]
    public void With_pruning_and_dropout_a_resumed_run_ends_with_the_same_bytes()
    {
        var plan = Pruned(CriterionKind.Pca) with { Network = new NetworkPlan { Name = "vgg11-bn", Width = 0.06 }, Optimiser = new OptimiserSettings { Rate = 0.01, Batch = 8 } };
        TinyRuns.Run(folder["one"], plan, data);
        StopEveryFewSteps(plan);
        AssertSame();
    }

    [Fact]
    public void Measuring_what_is_used_stays_within_its_share_of_the_compute()
    {
        var plan = Pruned(CriterionKind.Density) with { Pruning = new PruningPlan { By = CriterionKind.Density, Floor = 2, Share = 0.05 } };
        var outcome = TinyRuns.Run(folder["one"], plan, data);
        using var run = RunFolder.Open(folder["one"]);
        using var checkpoint = run.Newest(CPU)!;
        foreach (var entry in checkpoint.Position.Ledger.Where(e => e.Purpose == Purpose.Probes))
        {
            var stage = outcome.Stages[entry.Stage - 1];
            // The receipts ask each network, pruned, deepened and widened, two times about 8 images on top.
            var asked = outcome.Stages[entry.Stage - 1].Receipts.Sum(r => 16 * r.Detail.ForwardMacs[1]) + (16 * (outcome.Stages[entry.Stage - 2].ForwardMacs + outcome.Stages[entry.Stage - 1].Receipts[0].Detail.ForwardMacs[1]));
            Assert.InRange(entry.Macs - asked, 1, 0.05 * Schedule.Of(plan, data).Stages[entry.Stage - 1].TrainingMacs);
            Assert.True(stage.Seconds > 0);
        }
    }

    [Fact]
    public void The_outcome_says_what_each_stage_did()
    {
        var plan = TinyRuns.Plan();
        var schedule = Schedule.Of(plan, data);
        TinyRuns.Run(folder["one"], plan, data);

        var outcome = StoredRun.ReadOutcome(folder["one"])!;

        Assert.Equal(schedule.Stages.Select(s => s.TrainingMacs), outcome.Stages.Select(s => s.TrainingMacs));
        Assert.Equal(schedule.TrainingMacs, outcome.Totals.TrainingMacs);
        Assert.Equal(schedule.Stages.Sum(s => s.Steps * s.Batch), outcome.Totals.ImagesSeen);
        Assert.Equal(schedule.Stages.Select(s => s.Blueprint), outcome.Stages.Select(s => s.Blueprint));
        Assert.Equal([24, 42, 60], outcome.Stages.Select(s => s.Images));
        Assert.Equal([[], ["deepen", "widen"], ["widen"]], outcome.Stages.Select(s => s.Receipts.Select(r => r.Kind)));
        Assert.Equal(("stripes", 60L, 21L, "5717e5"), (outcome.Dataset.Name, outcome.Dataset.TrainImages, outcome.Dataset.TestImages, outcome.Dataset.Sha256));
        Assert.Equal(PlanJson.Write(plan), PlanJson.Write(outcome.Plan));
    }

    [Fact]
    public void Overhead_is_evaluations_calibration_and_receipts()
    {
        var plan = TinyRuns.Plan();
        var stages = Schedule.Of(plan, data).Stages;
        var (first, second, third) = (stages[0].Blueprint.ForwardMacs, stages[1].Blueprint.ForwardMacs, stages[2].Blueprint.ForwardMacs);
        using var probe = new Network(stages[0].Blueprint, new Seed(1));
        using var deep = Accrete.Growth.Deepen.To(probe, null, stages[1].Blueprint, randn(4, 1, 8, 8), new Seed(1));
        var deepened = deep.Network.Blueprint.ForwardMacs;

        var outcome = TinyRuns.Run(folder["one"], plan, data);

        // Tests: after both epochs of the first stage, after epochs 1 and 1.5 of the second, after both of the third; and of each
        // stage's own images at its end.
        // Receipts ask each network of a growth once in eval and once in train mode, on 8 images; calibration takes 16.
        var tests = 21 * (3 * first + 3 * second + 3 * third);
        var growth = 16 * first + 16 * (first + deepened + second) + 16 * (second + third);
        Assert.Equal(tests + growth, outcome.Totals.OverheadMacs);
    }

    [Fact]
    public void Metrics_have_a_line_for_each_epoch()
    {
        TinyRuns.Run(folder["one"], TinyRuns.Plan(), data);
        var lines = File.ReadAllLines(Path.Combine(folder["one"], "metrics.jsonl")).Select(l => JsonNode.Parse(l)!).ToArray();
        Assert.Equal(["1 3", "1 6", "2 5", "2 8", "3 7", "3 14"], lines.Select(l => $"{l["stage"]} {l["step"]}"));
        Assert.All(lines, l => Assert.InRange(l["testAccuracy"]!.GetValue<double>(), 0, 1));
    }

    [Theory]
    [InlineData(OptimiserKind.Sgd)]
    [InlineData(OptimiserKind.AdamW)]
    public void A_rate_that_is_far_too_high_stops_the_run_and_keeps_a_good_checkpoint(OptimiserKind kind)
    {
        var plan = TinyRuns.Plan(kind);
        plan = plan with { Optimiser = plan.Optimiser with { Rate = 100, Momentum = 0.9999, Decay = 10 }, Annealing = new Annealing { Warmup = 0, Final = 1 }, Stages = [.. plan.Stages.Select(s => s with { Epochs = 60 })] };
        using var run = RunFolder.Create(folder["one"], plan);

        var error = Assert.Throws<AccreteException>(() => new CumulativeTraining(plan, data, run) { CheckpointEvery = TimeSpan.Zero }.Run());

        Assert.Matches("^stage [1-3], step [0-9]+: ", error.Message);
        Assert.Contains("optimiser.rate", error.Message, StringComparison.Ordinal);
        Assert.Contains("The last good checkpoint is kept.", error.Message, StringComparison.Ordinal);
        using var kept = run.Newest(CPU)!;
        Assert.All(kept.State.Network.State.Values, t => Assert.True(t.isfinite().all().item<bool>()));
    }

    [Fact]
    public void A_checkpoint_of_another_plan_is_an_error()
    {
        var plan = TinyRuns.Plan();
        using var run = RunFolder.Create(folder["one"], plan);
        using var stop = new StopAt(8);
        Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, data, run, stop).Run(stop.Token));
        foreach (var other in new[] { plan with { Network = new NetworkPlan { Width = 0.2 } }, plan with { Stages = [plan.Stages[2]] } })
        {
            var error = Assert.Throws<InvalidInputException>(() => new CumulativeTraining(other, data, run).Run());
            Assert.Contains("plan.json", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_left_in_memory()
    {
        using var scope = NewDisposeScope();
        var plan = Pruned(CriterionKind.Pca);
        plan = plan with { Data = plan.Data with { DropLearned = 0.5 }, Optimiser = plan.Optimiser with { Average = 0.9 }, Budget = new Budget(1e8, BudgetUnit.Macs) };
        TinyRuns.Run(folder["one"], plan, data);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var run = RunFolder.Create(folder["two"], plan))
        {
            using var stop = new StopAt(3);
            Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, data, run, stop).Run(stop.Token));
            new CumulativeTraining(plan, data, run).Run();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private void StopEveryFewSteps(Plan plan) => Interrupt(plan, run =>
    {
        var stop = new StopAt(run % 3 + 1);
        return (folder => folder, stop, stop.Token, TimeSpan.MaxValue);
    }, most: 28);

    // With a checkpoint after each step where it crashes.
    private void BreakOff(Plan plan, bool crashes, int most) => Interrupt(plan, run =>
    {
        var stop = new StopAt((run % 3) + 2, crashes);
        return (folder => folder, stop, crashes ? default : stop.Token, crashes ? TimeSpan.Zero : TimeSpan.MaxValue);
    }, most);

    // Runs in folder "two", broken off in a new way each time, until a run gets through.
    private void Interrupt(Plan plan, Func<int, (Func<RunFolder, IRunRecord> Record, StopAt? Observer, CancellationToken Stop, TimeSpan Every)> way, int most)
    {
        for (var run = 0; ; run++)
        {
            Assert.True(run <= most, "the run makes no progress");
            var (record, observer, stop, every) = way(run);
            using var watched = observer;
            using var folder = run == 0 ? RunFolder.Create(this.folder["two"], plan) : RunFolder.Open(this.folder["two"]);
            try
            {
                new CumulativeTraining(StoredRun.ReadPlan(folder.Path), data, record(folder), observer) { CheckpointEvery = every, MarkEvery = TimeSpan.MaxValue }.Run(stop);
                Assert.True(run > 1, "the run was not broken off");
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or Crash)
            {
            }
        }
    }

    private void AssertSame()
    {
        Assert.Equal(Model("one"), Model("two"));
        Assert.Equal(Text("one", "metrics.jsonl"), Text("two", "metrics.jsonl"));
        Assert.Equal(Text("one", "run.json"), Text("two", "run.json"));
        for (var stage = 1; stage <= 3; stage++)
        {
            Assert.Equal(Model($"one/stages/{stage:00}"), Model($"two/stages/{stage:00}"));
            Assert.Equal(Text("one", $"stages/{stage:00}/stage.json"), Text("two", $"stages/{stage:00}/stage.json"));
        }
    }

    private byte[] Model(string run) => File.ReadAllBytes(Path.Combine(folder[run], "model.safetensors"));

    // All that is not a measured time.
    private string[] Text(string run, string name) =>
        [.. File.ReadAllText(Path.Combine(folder[run], name)).Split('\n', ',').Where(l => !l.Contains("seconds\"", StringComparison.OrdinalIgnoreCase))];

    private static Plan Growing(CriterionKind by)
    {
        var plan = Pruned(by);
        return plan with { Network = new NetworkPlan { Name = "resnet20", Width = 0.25 }, Stages = [.. plan.Stages.Select((s, i) => s with { Resolution = 0.5 + 0.25 * i })] };
    }

    private static Plan Pruned(CriterionKind by) => TinyRuns.Plan() with { Network = new NetworkPlan { Width = 0.25 }, Pruning = new PruningPlan { By = by, Threshold = 0.6, Floor = 2, Share = 1 } };
}
