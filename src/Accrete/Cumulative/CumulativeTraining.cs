using System.Diagnostics;
using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>
/// The loop that is the paper: for each stage, grow the lineage's last network, carry its optimiser's memory over, train it
/// on a larger nested subset, test it, and write it down.
/// </summary>
/// <remarks>Feng and Panda, <i>Energy-efficient and Robust Cumulative Training with Net2Net Transformation</i>, 2020.</remarks>
public sealed class CumulativeTraining
{
    private readonly Plan plan;
    private readonly Dataset data;
    private readonly IRunRecord record;
    private readonly IRunObserver? observer;
    private readonly Seed seed;
    private readonly Device device;
    private readonly Precision precision;

    /// <param name="plan">What decides the run; what it leaves automatic is decided here.</param>
    /// <param name="data">The images that the plan names.</param>
    /// <param name="record">Where the run is written.</param>
    /// <param name="observer">Who hears of it.</param>
    /// <param name="schedule">The plan worked out for these images, where that was done already.</param>
    public CumulativeTraining(Plan plan, Dataset data, IRunRecord record, IRunObserver? observer = null, Schedule? schedule = null)
    {
        this.plan = plan = plan.Resolve();
        this.data = data;
        this.record = record;
        this.observer = observer;
        seed = new Seed((ulong)plan.Seed);
        device = new Device(plan.Device);
        precision = plan.ComputePrecision();
        Schedule = schedule ?? Schedule.Of(plan, data);
        Preprocessing = Preprocessing.Of(data.Train);
    }

    /// <summary>The stages.</summary>
    public Schedule Schedule { get; }

    /// <summary>What is done to each image in full size.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>Time between two checkpoints within a stage.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>What measures the energy, and stays the caller's; by default what this machine has.</summary>
    public IEnergyMeter? Meter { get; init; }

    /// <summary>Trains all stages, or those that a checkpoint leaves.</summary>
    /// <param name="stop">Stops after the current step, leaving a checkpoint.</param>
    /// <exception cref="OperationCanceledException">The run was stopped; it can be taken up again.</exception>
    /// <exception cref="AccreteException">The loss is not finite, growth was not exact, or a file cannot be written.</exception>
    public RunOutcome Run(CancellationToken stop = default)
    {
        // The number of threads decides in which order sums are made, and so the last bits of a run.
        set_num_threads(plan.Threads);
        using var own = Meter is null ? EnergyMeters.TryOpen(plan.Device) : null;
        using var run = new RunState(record.Newest(device) ?? Begin(), precision, data, Meter ?? own);
        CheckPosition(run);
        foreach (var stage in Schedule.Stages.Skip(run.Outcomes.Count))
        {
            stop.ThrowIfCancellationRequested();
            Resize(run, stage);
            if (!run.Grown)
            {
                Grow(run, stage);
            }

            // Pruning may have left the network narrower than planned.
            var actual = stage with { Blueprint = run.Network.Blueprint };
            Train(run, actual, stop);
            Complete(run, actual);
        }

        return Finish(run);
    }

    private Checkpoint Begin() =>
        new(RunPosition.Start, new Transformed(new Network(Schedule.Stages[0].Blueprint, seed.For("weights"), device: device), null));

    // A plan that was changed under a checkpoint would train on with the wrong network.
    private void CheckPosition(RunState run)
    {
        var at = run.Outcomes.Count;
        var fits = at <= Schedule.Stages.Count
            && run.Outcomes.Zip(Schedule.Stages).All(o => Fits(o.First.Blueprint, o.Second))
            && (at == Schedule.Stages.Count
                ? Fits(run.Network.Blueprint, Schedule.Stages[^1])
                : run.Step <= Schedule.Stages[at].Steps && (!run.Grown || Fits(run.Network.Blueprint, Schedule.Stages[at])));
        if (!fits)
        {
            throw new InvalidInputException("checkpoint: is not of this plan: its networks or stages are others; bring the run's plan.json back as it was, or begin a new run with another --out.");
        }
    }

    private bool Fits(Blueprint network, Stage stage) =>
        plan.Pruning.By == CriterionKind.None ? network.Equals(stage.Blueprint) : UsedWidths.Fit(network, stage.Blueprint);

    // Stages of less resolution have smaller images; making them is part of what growth takes.
    private void Resize(RunState run, Stage stage)
    {
        if (stage.Blueprint.Input != data.Shape)
        {
            var clock = new WorkClock(run.Meter);
            run.ImagesOf(stage);
            run.Spend(stage, Purpose.Growth, 0, 0, clock);
        }

        if (run.Network.Blueprint.Input != stage.Blueprint.Input)
        {
            run.Resize(stage.Blueprint.Input);
        }
    }

    private void Grow(RunState run, Stage stage)
    {
        using var scope = NewDisposeScope();
        using var probe = new ReceiptProbe(Sample(run, stage, plan.Growth.ReceiptImages).Images);
        var target = stage.Blueprint;
        if (plan.Pruning.By != CriterionKind.None && stage.Index >= plan.Pruning.From)
        {
            target = Prune(run, stage, probe);
        }

        if (!run.Network.Blueprint.Equals(target))
        {
            var clock = new WorkClock(run.Meter);
            var before = probe.Macs;
            var grower = new Grower(probe, Sample(run, stage, plan.Growth.CalibrationImages).Images, plan.Growth.LeastShare, plan.Growth.NewChannels, plan.Growth.VarianceTransfer);
            var (grown, receipts) = grower.Grow(run.Network, run.Memory, target, seed.For("growth").At(stage.Index));
            run.Become(grown, receipts);
            run.Spend(stage, Purpose.Growth, grower.Macs - before, 0, clock);
        }

        run.Grown = true;
        observer?.Grown(stage with { Blueprint = run.Network.Blueprint }, run.Receipts);
    }

    // Takes out what the next stage has no room for, and gives the blueprint that it will have.
    private Blueprint Prune(RunState run, Stage stage, ReceiptProbe probe)
    {
        var clock = new WorkClock(run.Meter);
        var affordable = plan.Pruning.Share * stage.TrainingMacs / run.Network.Blueprint.TrainingMacs;
        var sample = Sample(run, stage, (int)Math.Clamp(affordable, 2, plan.Pruning.Images));
        var criterion = Criteria.Make(plan.Pruning.By, plan.Pruning.Threshold, seed.For("pruning").At(stage.Index));
        var (importance, macs) = criterion.Measure(run.Network, sample);
        var limits = new WidthLimits(plan.Pruning.Floor, plan.Pruning.Multiple);
        var target = UsedWidths.Next(importance.ToDictionary(g => g.Key, g => g.Value.Used), Schedule.Stages[stage.Index - 2].Blueprint, stage.Blueprint, limits);
        var room = new ChannelGroups(target);
        var kept = importance.ToDictionary(g => g.Key, g => g.Value.Best(Math.Min(g.Value.Scores.Count, room[g.Key].Channels)));
        var (pruned, receipt) = probe.Measure(Receipt.Prune, run.Network, () => Pruning.Prune.To(run.Network, run.Memory, kept), exact: false);
        run.Become(pruned, [receipt]);
        run.Spend(stage, Purpose.Pruning, macs + probe.Macs, sample.Count, clock);
        return target;
    }

    private void Train(RunState run, Stage stage, CancellationToken stop)
    {
        var (saved, clock) = (Stopwatch.StartNew(), new WorkClock(run.Meter));
        using var trainer = new Trainer(run.Network, plan.Optimiser, run.Memory);
        using var batches = new BatchStream(run.ImagesOf(stage).Train, [.. stage.Images], stage.Batch, PreprocessingOf(stage.Blueprint), AugmentationOf(stage),
            run.Network.ComputeType, device, seed.For("batches").At(stage.Index));
        batches.Seek(run.Step);
        var dropout = stage.Blueprint.Layers.Any(l => l is Dropout) ? seed.For("dropout").At(stage.Index) : (Seed?)null;
        while (true)
        {
            if (stop.IsCancellationRequested || saved.Elapsed > CheckpointEvery)
            {
                Save(run, trainer);
                stop.ThrowIfCancellationRequested();
                saved.Restart();
            }

            if (run.AtEndOfEpoch(stage))
            {
                // An evaluation that is stopped halfway is done anew: the checkpoint comes before it.
                clock = TryEndEpoch(run, stage, stop) ? new WorkClock(run.Meter) : clock;
                continue;
            }

            if (run.Step == stage.Steps)
            {
                break;
            }

            var rate = RateOf(stage, run.Step);
            if (dropout is { } draws)
            {
                // What is drawn is a function of the step, so that a resumed run draws the same.
                manual_seed((long)draws.At(run.Step).Value);
            }

            run.Add(Step(trainer, batches, rate, run));
            run.Spend(stage, Purpose.Training, stage.StepMacs, stage.Batch, clock);
            observer?.Stepped(new TrainingProgress(stage, Schedule, run.Step, run.Epoch, rate, run.Test?.Accuracy,
                run.Ledger.Total(purpose: Purpose.Training).Macs, run.Ledger.Total().Seconds));
        }

        run.Remember(trainer.Optimiser.Memory());
    }

    private static StepResult Step(Trainer trainer, BatchStream batches, double rate, RunState run)
    {
        try
        {
            return trainer.Step(batches.Next(), rate);
        }
        catch (AccreteException e)
        {
            throw new AccreteException($"stage {run.Outcomes.Count + 1}, step {run.Step + 1}: {e.Message} The last good checkpoint is kept.", e);
        }
    }

    // The rate of a step is that of the step's middle: the first moves a little and the last still moves.
    private double RateOf(Stage stage, long step)
    {
        // As planned: what pruning will save is not known yet.
        var spent = Schedule.Stages.Take(stage.Index - 1).Sum(s => s.TrainingMacs) + (step + 0.5) * Schedule.Stages[stage.Index - 1].StepMacs;
        return plan.Stages[stage.Index - 1].Rate * plan.Optimiser.Rate * plan.Annealing.Factor(spent / Schedule.TrainingMacs);
    }

    private bool TryEndEpoch(RunState run, Stage stage, CancellationToken stop)
    {
        var every = plan.Evaluation.EveryEpochs;
        var tests = run.Step == stage.Steps || (every > 0 && run.Step % ((long)every * stage.StepsPerEpoch) == 0);
        if (tests && !TryEvaluate(run, stage, stop))
        {
            return false;
        }

        run.EndEpoch(stage);
        var cost = run.Ledger.Cost();
        record.Log(new MetricsLine(stage.Index, (double)run.Step / stage.StepsPerEpoch, run.Step, RateOf(stage, run.Step - 1),
            run.LastEpoch.Loss, run.LastEpoch.Accuracy, tests ? run.Test!.Loss : null, tests ? run.Test!.Accuracy : null,
            run.Ledger.Total(purpose: Purpose.Training).Macs, run.Ledger.Total().Seconds)
        {
            CostMacs = cost.Macs,
            CostSeconds = cost.Seconds,
        });
        return true;
    }

    private bool TryEvaluate(RunState run, Stage stage, CancellationToken stop)
    {
        var clock = new WorkClock(run.Meter);
        try
        {
            run.Test = Evaluator.Evaluate(run.Network, run.ImagesOf(stage).Test, PreprocessingOf(stage.Blueprint), stop);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (!double.IsFinite(run.Test.Loss))
        {
            throw NotFinite(run, $"the loss on the test images is {run.Test.Loss}");
        }

        run.Spend(stage, Purpose.Evaluation, run.Test.Images * stage.Blueprint.ForwardMacs, run.Test.Images, clock);
        return true;
    }

    private void Complete(RunState run, Stage stage)
    {
        CheckFinite(run);
        var outcome = new StageOutcome(stage.Index, stage.Blueprint, stage.Blueprint.ParameterCount, stage.Blueprint.ForwardMacs,
            stage.Images.Count, stage.Epochs, run.Ledger.Total(stage.Index, Purpose.Training).Macs, run.Ledger.Total(stage.Index).Seconds,
            run.LastEpoch.Accuracy, run.Test!.Accuracy, run.Receipts);
        run.EndStage(outcome);
        record.Complete(outcome, Model(run), Outcome(run, final: null));
        record.Save(new Checkpoint(run.Position(), new Transformed(run.Network, run.Memory)));
        observer?.Completed(outcome);
    }

    private RunOutcome Finish(RunState run)
    {
        var blueprint = run.Network.Blueprint;
        var outcome = Outcome(run, new FinalOutcome(run.Test!.Accuracy, run.Test.Top5, blueprint.ParameterCount, blueprint.ForwardMacs));
        record.Finish(outcome, Model(run));
        return outcome;
    }

    private void Save(RunState run, Trainer trainer)
    {
        CheckFinite(run);
        using var memory = trainer.Optimiser.Memory();
        record.Save(new Checkpoint(run.Position(), new Transformed(run.Network, memory)));
    }

    // A network that is lost must not replace one that is good.
    private void CheckFinite(RunState run)
    {
        foreach (var (name, values) in run.Network.State)
        {
            if (!AllFinite(values))
            {
                throw NotFinite(run, $"'{name}' holds values that are not finite");
            }
        }
    }

    private AccreteException NotFinite(RunState run, string what) =>
        new($"stage {run.Outcomes.Count + 1}, step {run.Step}: {what}; lower optimiser.rate (now {plan.Optimiser.Rate:g3}). The last good checkpoint is kept.");

    private RunOutcome Outcome(RunState run, FinalOutcome? final) =>
        new(RunOutcome.CurrentSchema, plan, DatasetIdentity.Of(data), plan.Seed, precision == Precision.BFloat16 ? "bf16" : "fp32",
            [.. run.Outcomes], final, RunTotals.Of(run.Ledger, precision)) { Ledger = run.Ledger.Entries };

    private Model Model(RunState run) => new(run.Network, data.Classes, PreprocessingOf(run.Network.Blueprint));

    private Preprocessing PreprocessingOf(Blueprint blueprint) => Preprocessing with { Shape = blueprint.Input };

    private Augmentation AugmentationOf(Stage stage) =>
        new Augmentation { Flip = plan.Data.Flip, Crop = plan.Data.Crop, Cutout = plan.Data.Cutout }.Scaled(plan.Stages[stage.Index - 1].Resolution);

    // The same in every run of the plan.
    private ImageSample Sample(RunState run, Stage stage, int count) => SomeImages.Of(run.ImagesOf(stage).Train, stage.Images, count, PreprocessingOf(stage.Blueprint), device);

    private static bool AllFinite(Tensor values)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        return values.isfinite().all().item<bool>();
    }
}
