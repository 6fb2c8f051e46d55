using System.Diagnostics;
using Accrete.Blueprints.Layers;
using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Inference;
using Accrete.Networks;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>Trains the run's network for a stage: steps, tests, checkpoints.</summary>
/// <param name="run">The run.</param>
/// <param name="record">Where it is written.</param>
/// <param name="budget">Decides how long stages are; null where the plan does.</param>
/// <param name="observer">Who hears of it.</param>
/// <param name="checkpointEvery">Time between two checkpoints.</param>
/// <param name="markEvery">Time between two notes of how much work was done.</param>
internal sealed class StageTraining(
    RunState run,
    IRunRecord record,
    StageBudget? budget,
    IRunObserver? observer,
    TimeSpan checkpointEvery,
    TimeSpan markEvery
)
{
    private readonly Stopwatch sinceSaved = new();
    private readonly Stopwatch sinceMarked = new();

    /// <summary>Trains from where the stage stands to its end.</summary>
    /// <exception cref="OperationCanceledException">Throws if it was stopped, leaving a checkpoint.</exception>
    /// <exception cref="AccreteException">Throws if the loss is not finite.</exception>
    /// <returns>The stage as it was trained: a budget decides its length on the way.</returns>
    public Stage Train(Stage planned, CancellationToken stop)
    {
        var stage = run.Actual(planned);
        var clock = run.ClockOf(stage);
        using var trainer = run.Trainer(run.Network, run.Memory, clock);
        using var average = run.Average();
        using var batches = run.Batches(stage, run.Seed.For("batches"), run.Samples);
        batches.Seek(run.Step);
        var dropout = stage.Blueprint.Layers.Any(l => l.Has(LayerTraits.Random))
            ? run.Seed.For("dropout").At(stage.Index)
            : (Seed?)null;
        sinceSaved.Restart();
        sinceMarked.Restart();
        while (true)
        {
            Keep(trainer, average, stop);
            if (run.AtEndOfEpoch(stage))
            {
                // An evaluation that is stopped halfway is done anew: the checkpoint comes before it.
                TryEndEpoch(stage, average?.Network ?? run.Network, clock, stop);
                continue;
            }

            if (stage.EndsAt(run.Step))
            {
                break;
            }

            if (run.Step == stage.Steps)
            {
                run.Pace = budget!.Extend(stage, run.Pace!);
                stage = run.Actual(planned);
            }

            var rate = RateOf(stage, run.Step);
            if (dropout is { } draws)
            {
                // What is drawn is a function of the step, so that a resumed run draws the same.
                manual_seed((long)draws.At(run.Step).Value);
            }

            run.Add(Step(trainer, batches, rate));
            average?.Update(run.Step);
            observer?.Stepped(
                new TrainingProgress(
                    stage,
                    run.Schedule.Stages,
                    run.Step,
                    run.Epoch,
                    rate,
                    run.Test?.Accuracy,
                    run.Ledger.Training().Macs,
                    run.Ledger.Total().Seconds,
                    run.Plan.Budget
                )
            );
        }

        average?.GiveBack();
        run.Remember(trainer.Optimizer.CopyState());
        return stage;
    }

    // A checkpoint now and then, and more often how far the run is, so that what a crash loses is known.
    private void Keep(Trainer trainer, WeightAverage? average, CancellationToken stop)
    {
        if (stop.IsCancellationRequested || sinceSaved.Elapsed > checkpointEvery)
        {
            run.CheckFinite();
            using var memory = trainer.Optimizer.CopyState();
            record.Save(run.Checkpoint(memory, average?.Network.State));
            stop.ThrowIfCancellationRequested();
            sinceSaved.Restart();
        }
        else if (sinceMarked.Elapsed > markEvery)
        {
            record.Mark(run.Ledger.Total());
            sinceMarked.Restart();
        }
    }

    private StepResult Step(Trainer trainer, BatchStream batches, double rate)
    {
        try
        {
            var batch = batches.Next();
            var result = trainer.Step(batch, rate);
            if (run.Samples is { } samples && trainer.SampleLosses is { } losses)
            {
                samples.Record(batch.Indices, losses);
            }

            return result;
        }
        catch (AccreteException e)
        {
            throw new AccreteException(
                $"stage {run.Outcomes.Count + 1}, step {run.Step + 1}: {e.Message} The last good checkpoint is kept.",
                e
            );
        }
    }

    // The rate of a step is that of the step's middle: the first moves a little and the last still moves.
    private double RateOf(Stage stage, long step) =>
        run.Plan.Stages[stage.Index - 1].Rate
        * run.Plan.Optimiser.Rate
        * run.Plan.Annealing.Factor(stage.SpentAt(step + 0.5));

    private void TryEndEpoch(Stage stage, Network tested, WorkClock clock, CancellationToken stop)
    {
        var every = run.Plan.Evaluation.EveryEpochs;
        var tests = stage.EndsAt(run.Step) || (every > 0 && run.Step % ((long)every * stage.StepsPerEpoch) == 0);
        if (tests && !TryTest(stage, tested, clock, stop))
        {
            return;
        }

        run.EndEpoch(stage);
        var cost = run.Ledger.Cost();
        record.Log(
            new MetricsLine(
                stage.Index,
                (double)run.Step / stage.StepsPerEpoch,
                run.Step,
                RateOf(stage, run.Step - 1),
                run.LastEpoch.Loss,
                run.LastEpoch.Accuracy,
                tests ? run.Test!.Loss : null,
                tests ? run.Test!.Accuracy : null,
                run.Ledger.Training().Macs,
                run.Ledger.Total().Seconds
            )
            {
                CostMacs = cost.Macs,
                CostSeconds = cost.Seconds,
            }
        );
    }

    private bool TryTest(Stage stage, Network tested, WorkClock clock, CancellationToken stop)
    {
        tested.MostMemory = CostLimits.OfStep(tested.Blueprint, stage.Batch);
        try
        {
            run.Test = Evaluator.Evaluate(
                tested,
                run.ImagesOf(stage).Test,
                run.PreprocessingOf(stage),
                null,
                clock,
                stop
            );
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        if (stage.EndsAt(run.Step))
        {
            // Nothing stops it: the test before it would have to be done again.
            var images = run.ImagesOf(stage);
            run.Learned = Evaluator.Evaluate(
                tested,
                images.Train,
                run.PreprocessingOf(stage),
                SomeImages.Spread(stage.Images, stage.ImagesTested(images.Test.Count)),
                clock,
                CancellationToken.None
            );
        }

        return double.IsFinite(run.Test.Loss)
            ? true
            : throw run.NotFinite($"the loss on the test images is {run.Test.Loss}");
    }
}
