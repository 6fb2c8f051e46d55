using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Inference;
using Accrete.Machine;
using Accrete.Networks;
using Accrete.Pruning;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>
/// The loop that is the paper: for each stage, grow the lineage's last network, carry its optimiser's memory over,
/// train it on a larger nested subset, test it, and write it down.
/// </summary>
/// <remarks>
/// Feng and Panda, <i>Energy-efficient and Robust Cumulative Training with Net2Net Transformation</i>, 2020.
/// </remarks>
internal sealed class CumulativeTraining
{
    private readonly Plan plan;
    private readonly Dataset data;
    private readonly IRunRecord record;
    private readonly IRunObserver? observer;

    /// <param name="plan">What decides the run; what it leaves automatic is decided here.</param>
    /// <param name="data">The images that the plan names.</param>
    /// <param name="record">Where the run is written.</param>
    /// <param name="observer">Who hears of it.</param>
    /// <param name="schedule">The plan worked out for these images, where that was done already.</param>
    public CumulativeTraining(
        Plan plan,
        Dataset data,
        IRunRecord record,
        IRunObserver? observer = null,
        Schedule? schedule = null
    )
    {
        plan = plan.Resolve();
        this.plan = plan = plan with { Data = plan.Data.For(data) };
        this.data = data;
        this.record = record;
        this.observer = observer;
        Schedule = schedule ?? Schedule.Of(plan, data);
    }

    /// <summary>The stages.</summary>
    public Schedule Schedule { get; }

    /// <summary>Time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time between two notes of how much work was done, from which is known what a crash lost.</summary>
    public TimeSpan MarkEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What the program has put in the place of the plan's parts.</summary>
    public OwnParts Parts { get; init; } = new();

    /// <summary>What measures the energy, and stays the caller's; by default what this machine has.</summary>
    public IEnergyMeter? Meter { get; init; }

    /// <summary>Trains all stages, or those that a checkpoint leaves.</summary>
    /// <param name="stop">Stops after the current step, leaving a checkpoint.</param>
    /// <exception cref="OperationCanceledException">Throws if the run was stopped; it can be taken up
    /// again.</exception>
    /// <exception cref="AccreteException">
    /// Throws if the loss is not finite, growth was not exact, or a file cannot be written.
    /// </exception>
    public RunOutcome Run(CancellationToken stop = default)
    {
        using var settings = new TorchSettings(plan.Threads);
        using var own = Meter is null ? EnergyMeters.TryOpen(plan.Device) : null;
        var device = new Device(plan.Device);
        var earlier = record.Newest(device);
        using var run = new RunState(plan, Schedule, data, earlier ?? Begin(device), Meter ?? own) { Parts = Parts };
        CheckPosition(run);
        if (earlier is null)
        {
            // Before anything else is written, so that whatever there is belongs to a checkpoint.
            record.Save(run.Checkpoint(run.Memory));
        }

        var growth = new StageGrowth(run);
        var budget = plan.Budget is null ? null : new StageBudget(run, data.Test.Count);
        var training = new StageTraining(run, record, budget, observer, CheckpointEvery, MarkEvery);
        foreach (var stage in Schedule.Stages.Skip(run.Outcomes.Count))
        {
            stop.ThrowIfCancellationRequested();
            growth.Resize(stage);
            if (!run.Grown)
            {
                growth.Grow(stage, stop);
                observer?.Grown(run.Actual(stage), run.Receipts);
            }

            Forecast(run, stage, budget);
            Complete(run, training.Train(stage, stop));
        }

        return Finish(run);
    }

    private Checkpoint Begin(Device device) =>
        new(
            RunPosition.Start,
            new Transformed(
                new Network(Schedule.Stages[0].Blueprint, new Seed((ulong)plan.Seed).For("weights"), device: device),
                null
            )
        );

    // A plan that was changed under a checkpoint would train on with the wrong network.
    private void CheckPosition(RunState run)
    {
        var at = run.Outcomes.Count;
        var fits =
            at <= Schedule.Stages.Count
            && run.Outcomes.Zip(Schedule.Stages).All(o => Fits(o.First.Blueprint, o.Second))
            && (
                at == Schedule.Stages.Count
                    ? Fits(run.Network.Blueprint, Schedule.Stages[^1])
                    : run.Step <= run.Actual(Schedule.Stages[at]).Steps
                        && (!run.Grown || Fits(run.Network.Blueprint, Schedule.Stages[at]))
            );
        if (run.Samples is { } samples && samples.Losses.Count != data.Train.Count)
        {
            throw new InvalidInputException(
                $"checkpoint: knows the losses of {samples.Losses.Count} images, but there are "
                    + $"{data.Train.Count} training images; begin a new run in another folder.",
                Setting.OutputFolder
            );
        }

        if (!fits)
        {
            throw new InvalidInputException(
                "checkpoint: is not of this plan: its networks or stages are others; bring the run's "
                    + "plan.json back as it was, or begin a new run in another folder.",
                Setting.OutputFolder
            );
        }
    }

    private bool Fits(Blueprint network, Stage stage) =>
        plan.Pruning.By == CriterionKind.None
            ? network.Equals(stage.Blueprint)
            : UsedWidths.Fit(network, stage.Blueprint);

    // How many steps a stage has is decided once: before its first, or by the run whose plan this is.
    private void Forecast(RunState run, Stage stage, StageBudget? budget)
    {
        if (budget is not null && run.Pace is null && plan.Stages[stage.Index - 1].Steps is null)
        {
            run.Pace = budget.Begin(run.Actual(stage));
            run.Forecast = budget.Forecast(run.Actual(stage), run.Pace);
            observer?.Forecast(run.Actual(stage), plan.Budget! with { Amount = run.Forecast.Spent });
        }
    }

    private void Complete(RunState run, Stage stage)
    {
        run.CheckFinite();
        var outcome = new StageOutcome(
            stage.Index,
            stage.Blueprint,
            stage.Blueprint.ParameterCount,
            stage.Blueprint.ForwardMacs,
            stage.Images.Count,
            stage.Epochs,
            run.Ledger.Training(stage.Index).Macs,
            run.Ledger.Total(stage.Index).Seconds,
            run.Learned!.Accuracy,
            run.Test!.Accuracy,
            run.Receipts
        )
        {
            Steps = stage.StepsOfParts ?? [stage.Steps],
            Forecast = run.Forecast,
            Spent = run.SpentOfBudget(),
        };
        run.EndStage(outcome);
        using (var model = Model(run, stage))
        {
            record.Complete(outcome, model, Outcome(run, final: null));
        }

        record.Save(run.Checkpoint(run.Memory));
        observer?.Completed(outcome);
    }

    private RunOutcome Finish(RunState run)
    {
        var blueprint = run.Network.Blueprint;
        var test = run.Test!;
        var outcome = Outcome(
            run,
            new FinalOutcome(test.Accuracy, test.Top5, blueprint.ParameterCount, blueprint.ForwardMacs)
            {
                ClassAccuracy = test.ClassAccuracy,
            }
        );
        using var model = Model(run, Schedule.Stages[^1]);
        record.Finish(outcome, model);
        return outcome;
    }

    private RunOutcome Outcome(RunState run, FinalOutcome? final) =>
        new(
            RunOutcome.CurrentSchema,
            Decided(run),
            DatasetIdentity.Of(data),
            plan.Seed,
            plan.ComputePrecision() == Precision.BFloat16 ? "bf16" : "fp32",
            [.. run.Outcomes],
            final,
            RunTotals.Of(run.Ledger, plan)
        )
        {
            Budget = plan.Budget is { } budget
                ? new BudgetOutcome(
                    budget,
                    budget with
                    {
                        Amount = run.SpentOfBudget()!.Value,
                    },
                    SourceOf(budget, run.Ledger)
                )
                : null,
            Versions = RunVersions.Current(),
            Ledger = run.Ledger.Entries,
        };

    // The plan with the steps that its budget left room for, so that training again from it gives the same numbers.
    private Plan Decided(RunState run) =>
        plan.Budget is null
            ? plan
            : plan with
            {
                Stages =
                [
                    .. plan.Stages.Select(
                        (s, i) => i < run.Outcomes.Count ? s with { Steps = run.Outcomes[i].Steps } : s
                    ),
                ],
            };

    private static string? SourceOf(Budget budget, Ledger ledger) =>
        budget.Unit != BudgetUnit.Joules ? null
        : ledger.Total().Joules is null ? "modelled"
        : ledger.Total().Meter;

    // A model owns its network, and the run goes on with its own.
    private Model Model(RunState run, Stage stage) => new(run.Network.Copy(), data.Classes, run.PreprocessingOf(stage));
}
