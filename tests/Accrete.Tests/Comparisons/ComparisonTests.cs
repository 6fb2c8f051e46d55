using System.Text.Json;
using Accrete.Comparisons;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Pruning;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Comparisons;

public sealed class ComparisonTests : TinyRunTests
{
    private static readonly Plan Plan = TinyRuns.Plan() with
    {
        Network = new NetworkPlan { Width = 0.25 },
        Pruning = new PruningSettings
        {
            By = CriterionKind.Pca,
            Threshold = 0.6,
            Floor = 2,
            Share = 1,
        },
    };

    [Fact]
    public void Every_arm_has_a_run_for_each_seed_and_equal_compute_where_it_says_so()
    {
        var outcome = Compare("all", Plan, Arms.All, 2);

        Assert.Equal(Arms.All.Select(a => a.Name), outcome.Arms.Select(a => a.Name));
        Assert.All(outcome.Arms, a => Assert.Equal([1, 2], a.Runs.Select(r => r.Seed)));
        foreach (var name in new[] { "scratch-equal-compute", "pruned-shape" })
        {
            foreach (var (own, cumulative) in outcome[name]!.Runs.Zip(outcome["cumulative"]!.Runs))
            {
                var run = StoredRun.ReadOutcome(Folder[$"all/{name}/seed-{own.Seed}"])!;
                var step = run.Stages[0].Blueprint.TrainingMacs * Plan.Optimiser.Batch;
                Assert.InRange(own.TrainingMacs, cumulative.TrainingMacs - step, cumulative.TrainingMacs + step);
            }
        }

        Assert.Equal(
            outcome["cumulative"]!.Runs.Select(r => r.ForwardMacs),
            outcome["pruned-shape"]!.Runs.Select(r => r.ForwardMacs)
        );
        Assert.All(
            outcome["scratch"]!.Runs,
            r => Assert.True(r.ForwardMacs > outcome["cumulative"]!.Runs[0].ForwardMacs)
        );
        Assert.All(outcome.Arms.SelectMany(a => a.Runs), r => Assert.Equal(r.TestAccuracy, r.Curve[^1].TestAccuracy));
    }

    [Fact]
    public void Cost_is_everything_but_tests()
    {
        var run = Compare("cost", Plan, Arms.Named(["cumulative"]), 1)["cumulative"]!.Runs[0];
        var stored = StoredRun.ReadOutcome(Folder["cost/cumulative/seed-1"])!;
        var tests = stored.Ledger.Where(e => e.Purpose == Purpose.Evaluation).Sum(e => e.Macs);
        Assert.True(tests > 0);
        Assert.Equal(stored.Totals.TrainingMacs + stored.Totals.OverheadMacs - tests, run.TrainingMacs);
        Assert.InRange(run.Seconds, 0, stored.Totals.Seconds);
    }

    [Fact]
    public void What_is_finished_is_not_trained_again_and_what_is_missing_is()
    {
        var first = Compare("more", Plan, Arms.Named(["scratch"]), 1);
        var observer = new Observer();

        var second = Compare("more", Plan, Arms.Named(["scratch", "scratch-equal-compute"]), 2, observer);

        Assert.Null(first.IsoAccuracy);
        Assert.Equal(
            ["cumulative 1", "scratch-equal-compute 1", "cumulative 2", "scratch 2", "scratch-equal-compute 2"],
            observer.Begun
        );
        Assert.Equal(first["scratch"]!.Runs[0].TestAccuracy, second["scratch"]!.Runs[0].TestAccuracy);
        var iso = second.IsoAccuracy!;
        Assert.Equal(second["scratch"]!.Mean, iso.Target);
        Assert.Equal(
            second["cumulative"]!.Runs.Sum(r => (double)r.TrainingMacs)
                / second["scratch"]!.Runs.Sum(r => (double)r.TrainingMacs),
            iso.MacsRatio,
            12
        );
        Assert.Equal(second["cumulative"]!.Mean >= iso.Target, iso.Reached);
    }

    [Fact]
    public void Stopped_and_taken_up_again_it_ends_with_the_same_numbers()
    {
        var arms = Arms.Named(["cumulative", "pruned-shape"]);
        var whole = Compare("whole", Plan, arms, 1);
        for (var i = 0; i < 40; i++)
        {
            try
            {
                var stop = new StopAt(9);
                Compare("stopped", Plan, arms, 1, new Observer(stop), stop.Token);
                break;
            }
            catch (OperationCanceledException) { }
        }

        var stopped = Read("stopped");
        Assert.Equal(
            whole.Arms.SelectMany(a => a.Runs).Select(r => (r.TestAccuracy, r.TrainAccuracy, r.TrainingMacs)),
            stopped.Arms.SelectMany(a => a.Runs).Select(r => (r.TestAccuracy, r.TrainAccuracy, r.TrainingMacs))
        );
    }

    [Fact]
    public void A_folder_with_runs_of_another_plan_is_refused()
    {
        Compare("other", Plan, Arms.Named(["scratch"]), 1);
        var error = Assert.Throws<InvalidInputException>(() =>
            Compare("other", Plan with { Optimiser = Plan.Optimiser with { Rate = 0.01 } }, Arms.Named(["paper"]), 1)
        );
        Assert.StartsWith(Folder["other/scratch/seed-1"], error.Message, StringComparison.Ordinal);
        Assert.Contains("another plan (optimiser.rate differs)", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Folder["other/paper"]));
    }

    [Fact]
    public void Where_the_data_lie_is_nothing_to_the_plan()
    {
        Compare("moved", Plan, Arms.Named(["scratch"]), 1);
        Compare("moved", Plan with { Data = Plan.Data with { Root = Folder.Path } }, Arms.Named(["scratch"]), 1);
    }

    [Fact]
    public void Arms_that_would_train_what_another_does_are_left_out()
    {
        var observer = new Observer();
        var outcome = Compare("plain", Plan with { Pruning = new PruningSettings() }, Arms.All, 1, observer);
        Assert.Equal(["pruned-shape", "paper"], observer.Left);
        Assert.Equal(["cumulative", "scratch", "scratch-equal-compute"], outcome.Arms.Select(a => a.Name));
    }

    [Fact]
    public void Where_all_arms_are_left_out_there_is_nothing_to_train()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            Compare("none", Plan with { Pruning = new PruningSettings() }, Arms.Named(["paper", "pruned-shape"]), 1)
        );
        Assert.Equal(
            "arms: with this recipe pruned-shape and paper would train what another arm does; name cumulative "
                + "or scratch too.",
            error.Message
        );
        Assert.False(Directory.Exists(Folder["none"]));
    }

    [Fact]
    public void Only_seeds_that_both_arms_have_are_compared()
    {
        Compare("seeds", Plan, Arms.Named(["cumulative"]), 2);
        var outcome = Compare("seeds", Plan, Arms.Named(["scratch"]), 1);
        Assert.Equal(2, outcome["cumulative"]!.Runs.Count);
        Assert.Equal(
            (double)outcome["cumulative"]!.Runs[0].TrainingMacs / outcome["scratch"]!.Runs[0].TrainingMacs,
            outcome.IsoAccuracy!.MacsRatio,
            12
        );
    }

    [Fact]
    public void All_seeds_have_the_division_of_the_first()
    {
        Compare("split", Plan with { Seed = 5 }, Arms.Named(["scratch"]), 2);
        Assert.Equal(5, StoredRun.ReadPlan(Folder["split/scratch/seed-6"]).Data.SplitSeed);
    }

    [Fact]
    public void Mean_and_deviation_are_those_of_a_sample()
    {
        var arm = ArmOutcome.Of(
            "scratch",
            [.. new[] { 0.5, 0.6, 0.7 }.Select((a, i) => new ComparedRun(i, a, a, 1, 1, 1, 1, 1, null, []))]
        );
        Assert.Equal(0.6, arm.Mean, 12);
        Assert.Equal(0.1, arm.Std!.Value, 12);
        Assert.Null(ArmOutcome.Of("scratch", [arm.Runs[0]]).Std);
    }

    private ComparisonOutcome Compare(
        string name,
        Plan plan,
        IReadOnlyList<Arm> arms,
        int seeds,
        IComparisonObserver? observer = null,
        CancellationToken stop = default
    )
    {
        var outcome = new Comparison(plan, Data, Folder[name], observer).Run(arms, seeds, stop);
        Assert.Equal(
            JsonSerializer.Serialize(outcome, Comparison.OutcomeType),
            File.ReadAllText(Path.Combine(Folder[name], Comparison.OutcomeName))
        );
        return outcome;
    }

    private ComparisonOutcome Read(string name) =>
        JsonSerializer.Deserialize(
            File.ReadAllText(Path.Combine(Folder[name], Comparison.OutcomeName)),
            Comparison.OutcomeType
        )!;

    private sealed class Observer(IRunObserver? run = null) : IComparisonObserver
    {
        public List<string> Begun { get; } = [];

        public IRunObserver? Begins(Arm arm, int seed, Schedule schedule)
        {
            Begun.Add($"{arm.Name} {seed}");
            return run;
        }

        public List<string> Left { get; } = [];

        public void LeftOut(Arm arm) => Left.Add(arm.Name);

        public void Finished(Arm arm, ComparedRun run) { }
    }
}
