using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Tests.Cumulative;

public sealed class RunReproducibilityTests : TinyRunTests
{
    public static TheoryData<OptimiserKind, PrecisionChoice> Kinds =>
        new()
        {
            { OptimiserKind.Sgd, PrecisionChoice.Fp32 },
            { OptimiserKind.AdamW, PrecisionChoice.Fp32 },
            { OptimiserKind.Sgd, PrecisionChoice.Bf16 },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_plan_and_seed_twice_gives_the_same_bytes(OptimiserKind kind, PrecisionChoice precision)
    {
        var plan = TinyRuns.Plan(kind, precision);
        TinyRuns.Run(Folder["one"], plan, Data);
        TinyRuns.Run(Folder["two"], plan, Data);
        AssertSame();
    }

    [Fact]
    public void Another_seed_gives_another_network()
    {
        TinyRuns.Run(Folder["one"], TinyRuns.Plan(), Data);
        TinyRuns.Run(Folder["two"], TinyRuns.Plan() with { Seed = 2 }, Data);
        Assert.NotEqual(Model("one"), Model("two"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Stopped_every_few_steps_and_resumed_it_ends_with_the_same_bytes(
        OptimiserKind kind,
        PrecisionChoice precision
    )
    {
        var plan = TinyRuns.Plan(kind, precision);
        TinyRuns.Run(Folder["one"], plan, Data);
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
        TinyRuns.Run(Folder["one"], plan, Data);
        BreakOff(plan, crashes, most: 56);
        AssertSame();
        TinyRuns.Run(Folder["all"], plan with { Data = plan.Data with { DropLearned = 0 } }, Data);
        Assert.NotEqual(Model("one"), Model("all"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_averaged_weights_a_resumed_run_ends_with_the_same_bytes(bool crashes)
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        plan = plan with { Optimiser = plan.Optimiser with { Average = 0.9 } };
        var outcome = TinyRuns.Run(Folder["one"], plan, Data);
        BreakOff(plan, crashes, most: 28);
        AssertSame();
        // What was tested is what was written.
        using var model = Accrete.Inference.Model.Load(Folder["one"]);
        Assert.Equal(outcome.Final!.TestAccuracy, model.Evaluate(Data).Accuracy);
        TinyRuns.Run(Folder["last"], plan with { Optimiser = plan.Optimiser with { Average = 0 } }, Data);
        Assert.NotEqual(Model("one"), Model("last"));
    }

    [Theory]
    [InlineData(CriterionKind.None)]
    [InlineData(CriterionKind.Pca)]
    public void With_growing_resolution_a_resumed_run_ends_with_the_same_bytes(CriterionKind by)
    {
        var plan = TinyRuns.Growing(by);
        TinyRuns.Run(Folder["one"], plan, Data);
        StopEveryFewSteps(plan);
        AssertSame();
    }

    [Fact]
    public void With_pruning_and_dropout_a_resumed_run_ends_with_the_same_bytes()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca) with
        {
            Network = new NetworkPlan { Name = "vgg11-bn", Width = 0.06 },
            Optimiser = new OptimiserSettings { Rate = 0.01, Batch = 8 },
        };
        TinyRuns.Run(Folder["one"], plan, Data);
        StopEveryFewSteps(plan);
        AssertSame();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Crashed_after_each_number_of_steps_and_resumed_it_ends_with_the_same_bytes(bool everyStepSaved)
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(Folder["one"], plan, Data);
        // Without checkpoints inside a stage the last 14 steps must be done in one go.
        Interrupt(
            plan,
            run =>
                (
                    folder => folder,
                    new StopAt(everyStepSaved ? run + 2 : 3 * run + 1, crash: true),
                    default,
                    everyStepSaved ? TimeSpan.Zero : TimeSpan.MaxValue
                ),
            most: 28
        );
        AssertSame();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Crashed_at_each_write_and_resumed_it_ends_with_the_same_bytes(bool after)
    {
        var plan = TinyRuns.Plan(OptimiserKind.AdamW);
        TinyRuns.Run(Folder["one"], plan, Data);
        Interrupt(
            plan,
            run => (folder => new CrashingRecord(folder, run + 1, after), null, default, TimeSpan.Zero),
            most: 60
        );
        AssertSame();
    }

    [Fact]
    public void Stopped_before_its_first_step_it_goes_on()
    {
        var plan = TinyRuns.Plan(OptimiserKind.AdamW);
        TinyRuns.Run(Folder["one"], plan, Data);
        using (var run = RunFolder.Create(Folder["two"], plan))
        {
            Assert.Throws<OperationCanceledException>(() =>
                new CumulativeTraining(plan, Data, run).Run(new CancellationToken(true))
            );
            new CumulativeTraining(plan, Data, run).Run();
        }

        AssertSame();
    }

    [Fact]
    public void A_finished_run_stays_as_it_is_when_resumed()
    {
        var plan = TinyRuns.Plan();
        TinyRuns.Run(Folder["one"], plan, Data);
        TinyRuns.Run(Folder["two"], plan, Data);
        using (var run = RunFolder.Open(Folder["two"]))
        {
            new CumulativeTraining(StoredRun.ReadPlan(Folder["two"]), Data, run).Run();
        }

        AssertSame();
    }

    [Fact]
    public void A_checkpoint_of_another_plan_is_an_error()
    {
        var plan = TinyRuns.Plan();
        using var run = RunFolder.Create(Folder["one"], plan);
        using var stop = new StopAt(8);
        Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, Data, run, stop).Run(stop.Token));
        foreach (
            var other in new[]
            {
                plan with
                {
                    Network = new NetworkPlan { Width = 0.2 },
                },
                plan with
                {
                    Stages = [plan.Stages[2]],
                },
            }
        )
        {
            var error = Assert.Throws<InvalidInputException>(() => new CumulativeTraining(other, Data, run).Run());
            Assert.Contains("plan.json", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_checkpoint_whose_images_do_not_fit_is_an_error_that_names_it()
    {
        var plan = TinyRuns.Plan();
        plan = plan with { Data = plan.Data with { DropLearned = 0.6 } };
        using var run = RunFolder.Create(Folder["one"], plan);
        using var stop = new StopAt(2);
        Assert.Throws<OperationCanceledException>(() => new CumulativeTraining(plan, Data, run, stop).Run(stop.Token));
        using (var checkpoint = run.Newest(CPU)!)
        {
            var samples = checkpoint.Samples!;
            Assert.Equal((60, 24), (samples.Losses.Count, samples.Pass!.Order.Count));
            run.Save(checkpoint with { Samples = new LearnedSamples([.. samples.Losses.Take(50)], null) });
        }

        var error = Assert.Throws<InvalidInputException>(() => new CumulativeTraining(plan, Data, run).Run());
        Assert.Contains("50 images", error.Message, StringComparison.Ordinal);
    }

    private void StopEveryFewSteps(Plan plan) =>
        Interrupt(
            plan,
            run =>
            {
                var stop = new StopAt(run % 3 + 1);
                return (folder => folder, stop, stop.Token, TimeSpan.MaxValue);
            },
            most: 28
        );

    // With a checkpoint after each step where it crashes.
    private void BreakOff(Plan plan, bool crashes, int most) =>
        Interrupt(
            plan,
            run =>
            {
                var stop = new StopAt((run % 3) + 2, crashes);
                return (
                    folder => folder,
                    stop,
                    crashes ? default : stop.Token,
                    crashes ? TimeSpan.Zero : TimeSpan.MaxValue
                );
            },
            most
        );

    // Runs in folder "two", broken off in a new way each time, until a run gets through.
    private void Interrupt(
        Plan plan,
        Func<int, (Func<RunFolder, IRunRecord> Record, StopAt? Observer, CancellationToken Stop, TimeSpan Every)> way,
        int most
    )
    {
        for (var run = 0; ; run++)
        {
            Assert.True(run <= most, "the run makes no progress");
            var (record, observer, stop, every) = way(run);
            using var watched = observer;
            using var folder = run == 0 ? RunFolder.Create(Folder["two"], plan) : RunFolder.Open(Folder["two"]);
            try
            {
                new CumulativeTraining(StoredRun.ReadPlan(folder.Path), Data, record(folder), observer)
                {
                    CheckpointEvery = every,
                    MarkEvery = TimeSpan.MaxValue,
                }.Run(stop);
                Assert.True(run > 1, "the run was not broken off");
                return;
            }
            catch (Exception e) when (e is OperationCanceledException or Crash) { }
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

    private byte[] Model(string run) => File.ReadAllBytes(Path.Combine(Folder[run], "model.safetensors"));

    // All that is not a measured time.
    private string[] Text(string run, string name) =>
        [
            .. File.ReadAllText(Path.Combine(Folder[run], name))
                .Split('\n', ',')
                .Where(l => !l.Contains("seconds\"", StringComparison.OrdinalIgnoreCase)),
        ];
}
