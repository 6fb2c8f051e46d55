using System.Diagnostics;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>
/// Makes the stages of a run longer or shorter, all by the same factor, so that it ends with its budget.
/// </summary>
/// <remarks>
/// Before each stage what is left is divided anew, by what a step of its network really takes: what pruning saved is
/// spent, and what one stage took too much the later ones do not get. Multiply-accumulates and modelled energy are
/// counted. Time and measured energy are tried out on a copy of the network, and because machines do not keep their
/// pace, a stage is decided in parts, each by what a step of the stage has taken so far.
/// </remarks>
/// <param name="run">The run; its plan has a budget.</param>
/// <param name="testImages">How many images a test takes.</param>
internal sealed class StageBudget(RunState run, long testImages)
{
    // Trying out takes a hundredth of a budget of time, within these limits in seconds.
    private const double TrialShare = 0.01;
    private const double LeastTrial = 0.2;
    private const double MostTrial = 3;

    // A meter may be read five times a second only.
    private const double TrialOfEnergy = 3;
    private const int FewestSteps = 3;
    private const int PartsOfTimedStage = 8;
    private const double MostEpochs = 1e6;

    private readonly Budget budget = run.Plan.Budget!;

    // Energy is modelled where no meter counts it.
    private bool IsTimed => budget.Unit == BudgetUnit.Seconds || (budget.Unit == BudgetUnit.Joules && run.IsMetered);

    /// <summary>Decides the first part of a stage.</summary>
    /// <param name="stage">The stage; the run's network is already its network.</param>
    public StagePace Begin(Stage stage)
    {
        var cost = IsTimed ? TryOut(stage) : StageCost.Counted(stage, run.Plan, testImages);
        return Extend(stage, new StagePace([], IsTimed ? PartsOfTimedStage : 1, 0, cost));
    }

    /// <summary>Decides the next part of a stage.</summary>
    public StagePace Extend(Stage stage, StagePace pace)
    {
        var (cost, part) = (CostOf(stage, pace), 1.0 / pace.Parts);
        var open = pace.Parts - pace.Steps.Count;
        var later = run
            .Schedule.Stages.Skip(stage.Index)
            .Select(s => (s, IsTimed ? cost.For(s, stage) : StageCost.Counted(s, run.Plan, testImages), 1.0));
        var factor = Factor(run.Plan, [(stage, cost, part * open), .. later], budget.Amount - Spent());
        if (factor == 0 && run.Outcomes.Count == 0 && run.Step == 0)
        {
            throw new InvalidInputException(
                $"budget: {budget} is less than trying out a step and the tests at the ends of all stages "
                    + "take; give more."
            );
        }

        var steps = factor * run.Plan.Stages[stage.Index - 1].Epochs * stage.StepsPerEpoch * part;
        long[] decided = [.. pace.Steps, Math.Max(1, (long)Math.Round(steps))];
        return pace with { Steps = decided, Epochs = (decided.Sum() + (steps * (open - 1))) / stage.StepsPerEpoch };
    }

    /// <summary>What is to be spent at the end of a stage before whose first step a run stands.</summary>
    public StageForecast Forecast(Stage stage, StagePace pace) =>
        new(pace.Epochs, Spent() + pace.Tried.Whole(stage, pace.Epochs, run.Plan.Evaluation.EveryEpochs));

    /// <summary>
    /// By what the recipe's epochs of some stages, or of parts of them, have to be multiplied so that together they
    /// take so much.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if that would be more than any plan can have.</exception>
    public static double Factor(
        Plan plan,
        IReadOnlyCollection<(Stage Stage, StageCost Cost, double Part)> stages,
        double left
    )
    {
        var factor =
            Math.Max(0, left - stages.Sum(s => s.Cost.AtEnd(s.Stage)))
            / stages.Sum(s =>
                s.Part * plan.Stages[s.Stage.Index - 1].Epochs * s.Cost.PerEpoch(s.Stage, plan.Evaluation.EveryEpochs)
            );
        return factor * stages.Max(s => plan.Stages[s.Stage.Index - 1].Epochs) <= MostEpochs
            ? factor
            : throw new InvalidInputException(
                $"budget: {plan.Budget} is enough for more than {MostEpochs:n0} epochs; give less."
            );
    }

    // What the stage has shown so far, where it has.
    private StageCost CostOf(Stage stage, StagePace pace)
    {
        if (!IsTimed || run.Step == 0)
        {
            return pace.Tried;
        }

        var tests = run.Ledger.Total(stage.Index, Purpose.Evaluation);
        return new StageCost(
            Spent(run.Ledger.Training(stage.Index)) / run.Step,
            tests.Images > 0 ? Spent(tests) * testImages / tests.Images : pace.Tried.Test,
            testImages
        );
    }

    // What a crash or a stopped test threw away comes on top of a budget that is counted: a run that was killed has to
    // make the same decisions as one that was not. Time cannot be had back.
    private double Spent() =>
        Spent(IsTimed ? run.Ledger.Entries : run.Ledger.Entries.Where(e => e.Purpose != Purpose.Discarded));

    private double Spent(LedgerEntry work) => Spent([work]);

    private double Spent(IEnumerable<LedgerEntry> work) =>
        budget.SpentOn(new Ledger(work), run.Plan.Energy, run.Network.Precision);

    // On a copy, which learns nothing: what it takes is discarded.
    private StageCost TryOut(Stage stage)
    {
        var trial = new Ledger();
        using var scope = NewDisposeScope();
        using var copy = run.Network.Copy();
        using var batches = run.Batches(stage, run.Seed.For("trial"));
        var clock = run.ClockOf(stage, trial);
        using var trainer = run.Trainer(copy, null, clock);
        var step = Repeated(trial, () => trainer.Step(batches.Next(), 0), 1);
        copy.IsTraining = false;
        var batch = batches.Next().Images;
        var test = Repeated(trial, () => Test(copy, batch, clock), (double)testImages / stage.Batch);
        foreach (var entry in trial.Entries)
        {
            run.Ledger.Add(entry with { Purpose = Purpose.Discarded });
        }

        return new StageCost(step, test, testImages);
    }

    // Half of the time for steps and half for tests; the first times are slower and do not count.
    private double Repeated(Ledger trial, Action work, double times)
    {
        for (var i = 0; i < FewestSteps; i++)
        {
            work();
        }

        var (before, time, done) = (trial.Total(), Stopwatch.StartNew(), 0);
        var seconds =
            budget.Unit == BudgetUnit.Seconds
                ? Math.Clamp(TrialShare * budget.Amount, LeastTrial, MostTrial) / 2
                : TrialOfEnergy / 2;
        while (done < FewestSteps || time.Elapsed.TotalSeconds < seconds)
        {
            work();
            done++;
        }

        return times / done * Spent(trial.Total().Without(before));
    }

    private static void Test(Networks.Network network, Tensor images, WorkClock clock)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        network.Forward(images).sum().to_type(ScalarType.Float64).item<double>();
        clock.Book(Purpose.Evaluation, Work.Forward(network.Blueprint, images.shape[0]));
    }
}
