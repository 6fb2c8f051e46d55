using System.Globalization;
using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Networks;
using Accrete.Pruning;

namespace Accrete.Cumulative;

/// <summary>A plan worked out for the data at hand: what each stage trains, on what, and what that costs.</summary>
/// <param name="Stages">The stages, first to last.</param>
/// <param name="Images">All training images.</param>
internal sealed record Schedule(IReadOnlyList<Stage> Stages, long Images)
{
    /// <summary>Multiply-accumulates of all training steps.</summary>
    public long TrainingMacs => Stages.Sum(s => s.TrainingMacs);

    /// <summary>
    /// About as many as they are once pruning has left what the plan says of its network; null where it does not say,
    /// and with a budget, which spends the rest on more steps.
    /// </summary>
    public long? PrunedTrainingMacs { get; init; }

    /// <summary>
    /// Epochs of training from scratch: those that the recipe wants to be compared with, or of all stages together.
    /// </summary>
    public double ScratchEpochs
    {
        get => field > 0 ? field : Stages.Sum(s => s.Epochs);
        init;
    }

    /// <summary>Images in a step of training from scratch; those of the last stage when not given.</summary>
    public int ScratchBatch
    {
        get => field > 0 ? field : Stages[^1].Batch;
        init;
    }

    /// <summary>The work of the last network trained from scratch on all images for so many epochs.</summary>
    public Work ScratchWork
    {
        get
        {
            var (last, images) = (Stages[^1] with { Batch = ScratchBatch }, ScratchEpochs * Images);
            return (last.StepWork * (long)Math.Round(images / last.Batch)) with
            {
                Macs = (long)(images * last.Blueprint.TrainingMacs),
            };
        }
    }

    /// <summary>Passes stages that this machine can train.</summary>
    /// <param name="plan">The plan that was worked out.</param>
    /// <param name="limits">What a network may ask of the machine.</param>
    /// <exception cref="InvalidInputException">Throws if one takes more memory or work; it is named.</exception>
    public void CheckCosts(Plan plan, CostLimits limits)
    {
        foreach (var stage in Stages)
        {
            limits.CheckTraining(
                stage.Blueprint,
                stage.Batch,
                plan.ComputePrecision() == Precision.BFloat16 ? 2 : sizeof(float),
                plan.Device == "cpu",
                $"stages.{stage.Index}"
            );
        }

        foreach (
            var (before, after) in Stages.Zip(Stages.Skip(1)).Where(s => !s.First.Blueprint.Equals(s.Second.Blueprint))
        )
        {
            var calibrated =
                Deepen.CalibratedLayers(before.Blueprint, after.Blueprint).Count > 0
                    ? plan.Growth.CalibrationImages
                    : 0;
            limits.CheckGrowth(
                after.Blueprint,
                Math.Min(after.Images.Count, Math.Max(calibrated, plan.Growth.ReceiptImages)),
                plan.Device == "cpu",
                $"stages.{after.Index}"
            );
        }
    }

    /// <summary>Works a plan out.</summary>
    /// <exception cref="InvalidInputException">Throws if a stage does not fit the data, or cannot grow from the one
    /// before.</exception>
    public static Schedule Of(Plan plan, Dataset data)
    {
        ScheduleChecks.Pass(plan);
        var build = Architecture(plan.Network, data);
        var labels = data.Train.CopyLabels();
        var seed = new Seed((ulong)plan.Seed).For("subset");
        var stages = plan
            .Stages.Select(
                (stage, i) =>
                {
                    var images = Subset(stage, i + 1, labels, data.Classes.Count, seed);
                    var batch = plan.Optimiser.BatchOf(images.Length, stage.Batch);
                    if (batch < 2)
                    {
                        throw new InvalidInputException(
                            $"stages.{i + 1}: a step on {batch} image gives a norm no variance; give at least "
                                + "2 images, and an optimiser.batch that makes at least 2 with "
                                + $"stages.{i + 1}.batch."
                        );
                    }

                    var perEpoch = images.Length / batch;
                    if (stage.Steps is { } given && (given.Count == 0 || given.Min() < 1))
                    {
                        throw new InvalidInputException(
                            $"stages.{i + 1}.steps: is [{string.Join(", ", given)}], but must be one number of "
                                + "at least 1, or several."
                        );
                    }

                    return new Stage(
                        i + 1,
                        At(build(stage, i + 1), stage, i + 1, data),
                        images,
                        batch,
                        perEpoch,
                        plan.Budget is null && stage.Steps is { } steps ? (double)steps.Sum() / perEpoch : stage.Epochs
                    );
                }
            )
            .ToArray();
        CountableWork.Check(plan, stages, data.Test.Count);
        foreach (var (before, after) in stages.Zip(stages.Skip(1)))
        {
            ScheduleChecks.Pass(before, after);
        }

        var fitted = CountedBudget.Fit(plan, Spending(stages), data.Test.Count);
        CountableWork.Check(plan, fitted, data.Test.Count);
        return new Schedule(fitted, data.Train.Count)
        {
            ScratchBatch = plan.Optimiser.BatchOf(data.Train.Count),
            ScratchEpochs = plan.Comparison.ScratchEpochs ?? 0,
            PrunedTrainingMacs = Pruned(plan, fitted),
        };
    }

    // What part of the compute is spent when each stage begins and ends; a budget does not change that.
    private static Stage[] Spending(Stage[] stages)
    {
        var (all, spent) = ((double)stages.Sum(s => s.TrainingMacs), 0L);
        return
        [
            .. stages.Select(s => s with { SpentBefore = spent / all, SpentAfter = (spent += s.TrainingMacs) / all }),
        ];
    }

    private static long? Pruned(Plan plan, Stage[] stages) =>
        plan is { Budget: null, Pruning: { By: not CriterionKind.None, Macs: { } share, From: var from } }
        && from <= stages.Length
            ? (long)stages.Sum(s => s.TrainingMacs * (s.Index < from ? 1 : share))
            : null;

    // What a stage trains, from the stage and its number.
    private static Func<StagePlan, int, Blueprint> Architecture(NetworkPlan network, Dataset data)
    {
        if (network.Blueprint is not { } own)
        {
            var architecture = Architectures.Find(network.Name);
            return (stage, _) =>
                architecture.Build(
                    data.Shape,
                    data.Classes.Count,
                    network.Width * stage.Width,
                    stage.Depth,
                    network.Stem
                );
        }

        ScheduleChecks.Pass(own, data);
        var groups = new ChannelGroups(own);
        return (stage, index) =>
            stage.Depth == 1
                ? groups.Scaled(network.Width * stage.Width)
                : throw new InvalidInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"stages.{index}.depth: is {stage.Depth}, but the network is the blueprint "
                            + $"'{own.Name}', which has one depth; set it to 1."
                    )
                );
    }

    private static Blueprint At(Blueprint full, StagePlan stage, int index, Dataset data)
    {
        try
        {
            return full.At(data.Shape.Scaled(stage.Resolution));
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"stages.{index}.resolution: is {stage.Resolution}, which makes images of "
                        + $"{data.Shape.Scaled(stage.Resolution)}: {e.Message}"
                ),
                e
            );
        }
    }

    private static int[] Subset(StagePlan stage, int index, IReadOnlyList<long> labels, int classes, Seed seed)
    {
        try
        {
            return stage.Images is { } count
                ? NestedSubset.TakeCount(labels, classes, count, seed)
                : NestedSubset.Take(labels, classes, stage.Data, seed);
        }
        catch (InvalidInputException e)
        {
            throw new InvalidInputException($"stages.{index}: {e.Message}", e);
        }
    }
}
