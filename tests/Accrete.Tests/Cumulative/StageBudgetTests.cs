using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Pruning;
using Accrete.Storage;

namespace Accrete.Tests.Cumulative;

public sealed class StageBudgetTests : TinyRunTests
{
    [Theory]
    [InlineData(0.4, CriterionKind.None)]
    [InlineData(3, CriterionKind.None)]
    [InlineData(2, CriterionKind.Random)]
    public void A_run_ends_with_its_multiply_accumulates(double factor, CriterionKind by)
    {
        var plan = Plan(by);
        var asked =
            factor
            * TinyRuns
                .Run(Folder["free"], plan, Data)
                .Ledger.Where(e => e.Purpose != Purpose.Evaluation)
                .Sum(e => e.Macs);

        var outcome = TinyRuns.Run(Folder["one"], plan with { Budget = new Budget(asked, BudgetUnit.Macs) }, Data);

        // Half a step of the last stage is what cannot be divided.
        var step = outcome.Stages[^1].Blueprint.TrainingMacs * 8;
        Assert.InRange(outcome.Budget!.Spent.Amount, asked - (0.6 * step), asked + (0.6 * step));
        Assert.Equal(new Ledger(outcome.Ledger).Cost().Macs, outcome.Budget.Spent.Amount);
        Assert.Equal(outcome.Stages[^1].Spent!.Value, outcome.Stages[^1].Forecast!.Spent, 1.0);
    }

    [Fact]
    public void Without_pruning_all_stages_change_by_the_same_factor()
    {
        var plan = Plan(CriterionKind.None);
        var asked = 4 * Schedule.Of(plan, Data).TrainingMacs;
        var planned = Schedule.Of(plan with { Budget = new Budget(asked, BudgetUnit.Macs) }, Data).Stages;
        Assert.All(planned, s => Assert.InRange(s.Epochs / plan.Stages[s.Index - 1].Epochs, 3.6, 4.4));
        // The learning rate goes down as in the recipe.
        Assert.Equal(Schedule.Of(plan, Data).Stages.Select(s => s.SpentAfter), planned.Select(s => s.SpentAfter));
        Assert.Equal((0, 1), (planned[0].SpentBefore, planned[^1].SpentAfter));
    }

    [Fact]
    public void What_pruning_saves_is_spent()
    {
        var plan = Plan(CriterionKind.Random);
        var free = TinyRuns.Run(Folder["free"], plan, Data);
        var budget = new Budget(new Ledger(free.Ledger).Cost().Macs, BudgetUnit.Macs);
        Assert.True(Schedule.Of(plan with { Budget = budget }, Data).Stages[0].Epochs < plan.Stages[0].Epochs);

        var outcome = TinyRuns.Run(Folder["one"], plan with { Budget = budget }, Data);

        Assert.True(outcome.Stages[^1].Epochs > free.Stages[^1].Epochs);
    }

    [Fact]
    public void Modelled_energy_counts_tests_too()
    {
        var plan = Plan(CriterionKind.None);
        var asked = 3 * TinyRuns.Run(Folder["free"], plan, Data).Totals.JoulesModelled;

        var outcome = TinyRuns.Run(Folder["one"], plan with { Budget = new Budget(asked, BudgetUnit.Joules) }, Data);

        Assert.InRange(outcome.Budget!.Spent.Amount / asked, 0.95, 1.05);
        Assert.Equal(outcome.Totals.JoulesModelled, outcome.Budget.Spent.Amount, 1e-9);
    }

    [Fact]
    public void Measured_energy_is_tried_out_and_that_is_discarded()
    {
        using var meter = new SteadyMeter();
        var plan = Plan(CriterionKind.None) with
        {
            Budget = new Budget(8000, BudgetUnit.Joules),
            Stages = [new StagePlan()],
            Evaluation = new EvaluationPlan { EveryEpochs = 0 },
        };
        using var run = RunFolder.Create(Folder["one"], plan);

        var outcome = new CumulativeTraining(plan, Data, run) { Meter = meter }.Run();

        Assert.InRange(outcome.Budget!.Spent.Amount, 7800, 8200);
        Assert.Equal(outcome.Totals.JoulesMeasured, outcome.Budget.Spent.Amount);
        Assert.True(new Ledger(outcome.Ledger).Total(1, Purpose.Discarded) is { Joules: > 0, Macs: > 0, Images: > 0 });
    }

    [Fact]
    public void Time_is_tried_out()
    {
        var plan = Plan(CriterionKind.None) with { Budget = new Budget(4, BudgetUnit.Seconds) };
        var outcome = TinyRuns.Run(Folder["one"], plan, Data);
        // Loosely: other work on the machine takes time, too.
        Assert.InRange(outcome.Budget!.Spent.Amount, 3, 6);
        Assert.All(outcome.Stages, s => Assert.Equal(8, s.Steps.Count));
        Assert.True(outcome.Stages.Sum(s => s.Steps.Sum()) > 50);
        Assert.All(
            outcome.Stages,
            s => Assert.Contains(outcome.Ledger, e => e.Stage == s.Index && e.Purpose == Purpose.Discarded)
        );
    }

    [Theory]
    [InlineData(BudgetUnit.Macs)]
    [InlineData(BudgetUnit.Seconds)]
    public void The_plan_that_is_left_gives_the_same_bytes_again(BudgetUnit unit)
    {
        // All that could depend on how long a stage is: images that are measured, and when images are left out.
        var plan = Plan(CriterionKind.Pca) with
        {
            Budget = new Budget(unit == BudgetUnit.Macs ? 1e8 : 2, unit),
        };
        plan = plan with
        {
            Pruning = plan.Pruning with { Share = 0.05 },
            Data = plan.Data with { DropLearned = 0.6, DropUntil = 0.6 },
        };
        var first = TinyRuns.Run(Folder["one"], plan, Data);

        var left = StoredRun.ReadPlan(Folder["one"]);
        Assert.Equal(PlanJson.Write(first.Plan), PlanJson.Write(left));
        var again = TinyRuns.Run(Folder["two"], left, Data);

        Assert.Equal(first.Stages.Select(s => s.Steps), left.Stages.Select(s => s.Steps!));
        Assert.Equal(
            File.ReadAllBytes(Folder["one/model.safetensors"]),
            File.ReadAllBytes(Folder["two/model.safetensors"])
        );
        Assert.Equivalent(first.Final, again.Final, strict: true);
    }

    [Fact]
    public void What_a_crash_threw_away_does_not_change_what_is_decided()
    {
        var plan = Plan(CriterionKind.Random) with { Budget = new Budget(1e8, BudgetUnit.Macs) };
        var whole = TinyRuns.Run(Folder["one"], plan, Data);
        using var run = RunFolder.Create(Folder["two"], plan);
        foreach (var steps in new[] { 9, 14, 6, 11 })
        {
            using var crash = new StopAt(steps, crash: true);
            Assert.Throws<Crash>(() =>
                new CumulativeTraining(plan, Data, run, crash)
                {
                    MarkEvery = TimeSpan.Zero,
                    CheckpointEvery = TimeSpan.MaxValue,
                }.Run()
            );
        }

        var outcome = new CumulativeTraining(plan, Data, run).Run();

        Assert.Equal(
            File.ReadAllBytes(Folder["one/model.safetensors"]),
            File.ReadAllBytes(Folder["two/model.safetensors"])
        );
        Assert.True(new Ledger(outcome.Ledger).Total(null, Purpose.Discarded).Macs > 0);
        Assert.True(outcome.Budget!.Spent.Amount > whole.Budget!.Spent.Amount);
    }

    [Fact]
    public void Steps_of_later_stages_and_a_budget_do_not_go_together()
    {
        var plan = Plan(CriterionKind.None) with { Budget = new Budget(1e8, BudgetUnit.Macs) };
        plan = plan with { Stages = [plan.Stages[0], plan.Stages[1] with { Steps = [5] }, plan.Stages[2]] };
        var error = Assert.Throws<InvalidInputException>(() => Schedule.Of(plan, Data));
        Assert.Equal(
            "stages.2.steps: with a budget only the first stages can have steps, and stage 1 has none; leave "
                + "out budget or steps.",
            error.Message
        );
    }

    [Fact]
    public void Another_budget_forgets_what_the_first_one_came_to()
    {
        TinyRuns.Run(Folder["one"], Plan(CriterionKind.None) with { Budget = new Budget(1e8, BudgetUnit.Macs) }, Data);
        var left = Recipe.Read(Folder["one/plan.json"]);
        Assert.All(left.Stages, s => Assert.Single(s.Steps!));
        var other = Recipe.Read(Folder["one/plan.json"], ["budget=2e8macs"]);
        Assert.All(other.Stages, s => Assert.Null(s.Steps));
        Assert.Equal([7L, 8], Recipe.Read(Folder["one/plan.json"], ["stages.1.steps=[7, 8]"]).Stages[0].Steps!);
    }

    [Theory]
    [InlineData(1e300, BudgetUnit.Macs)]
    [InlineData(1e300, BudgetUnit.Seconds)]
    public void Too_much_is_an_error(double amount, BudgetUnit unit)
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            TinyRuns.Run(Folder["one"], Plan(CriterionKind.None) with { Budget = new Budget(amount, unit) }, Data)
        );
        Assert.Contains("is enough for more than 1,000,000 epochs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_time_is_an_error()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            TinyRuns.Run(
                Folder["one"],
                Plan(CriterionKind.None) with
                {
                    Budget = new Budget(0.01, BudgetUnit.Seconds),
                },
                Data
            )
        );
        Assert.StartsWith("budget: 0.01s is less than trying out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_keeps_the_steps_that_were_decided()
    {
        var plan = Plan(CriterionKind.Random) with { Budget = new Budget(1e8, BudgetUnit.Macs) };
        var whole = TinyRuns.Run(Folder["one"], plan, Data);
        using (RunFolder.Create(Folder["two"], plan)) { }

        for (
            var turn = 0;
            turn < whole.Stages.Sum(s => s.Steps.Sum()) && StoredRun.ReadOutcome(Folder["two"])?.Final is null;
            turn++
        )
        {
            using var run = RunFolder.Open(Folder["two"]);
            using var stop = new StopAt(7);
            try
            {
                new CumulativeTraining(StoredRun.ReadPlan(Folder["two"]), Data, run, stop).Run(stop.Token);
            }
            catch (OperationCanceledException) { }
        }

        Assert.Equal(
            File.ReadAllBytes(Folder["one/model.safetensors"]),
            File.ReadAllBytes(Folder["two/model.safetensors"])
        );
        Assert.Equal(File.ReadAllText(Folder["one/plan.json"]), File.ReadAllText(Folder["two/plan.json"]));
    }

    [Fact]
    public void Parts_take_equal_shares_of_the_annealing()
    {
        var plan = TinyRuns.Plan() with { Stages = [new StagePlan { Steps = [2, 6] }, new StagePlan { Steps = [10] }] };
        var stages = Schedule.Of(plan, Data).Stages;
        Assert.Equal((8, 10), (stages[0].Steps, stages[1].Steps));
        Assert.Equal(
            [0, 0.25, 0.5, 0.75, 1],
            new[] { 0, 1, 2, 5, 8 }.Select(s =>
                (stages[0].SpentAt(s) - stages[0].SpentBefore) / (stages[0].SpentAfter - stages[0].SpentBefore)
            )
        );
        Assert.Equal(stages[1].SpentBefore, stages[0].SpentAt(8));
        Assert.Equal(8 / 18.0, stages[1].SpentBefore, 1e-12);
        TinyRuns.Run(Folder["one"], plan, Data);
        Assert.Equal(18, StoredRun.ReadMetrics(Folder["one"]).GroupBy(m => m.Stage).Sum(g => g.Max(m => m.Step)));
        var error = Assert.Throws<InvalidInputException>(() =>
            Schedule.Of(plan with { Stages = [new StagePlan { Steps = [5, 0] }] }, Data)
        );
        Assert.Contains("stages.1.steps", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_is_an_error_that_says_how_much_is_needed()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            Schedule.Of(Plan(CriterionKind.None) with { Budget = new Budget(1000, BudgetUnit.Macs) }, Data)
        );
        Assert.StartsWith(
            "budget: 1000macs is less than one step of each stage takes, which is ",
            error.Message,
            StringComparison.Ordinal
        );
    }

    private static Plan Plan(CriterionKind by) =>
        TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Width = 0.25 },
            Pruning = new PruningSettings
            {
                By = by,
                Threshold = 0.6,
                Floor = 2,
                Share = 1,
            },
        };
}
