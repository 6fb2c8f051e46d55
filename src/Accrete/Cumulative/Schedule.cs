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
    /// <exception cref="InvalidInputException">One takes more memory or work; it is named.</exception>
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
    /// <exception cref="InvalidInputException">A stage does not fit the data, or cannot grow from the one
    /// before.</exception>
    public static Schedule Of(Plan plan, Dataset data)
    {
        CheckSteps(plan);
        CheckPruning(plan.Pruning);
        CheckBalance(plan.Data);
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
            CheckGrowth(before, after);
        }

        var fitted = Fitted(plan, Spending(stages), data.Test.Count);
        CountableWork.Check(plan, fitted, data.Test.Count);
        return new Schedule(fitted, data.Train.Count)
        {
            ScratchBatch = plan.Optimiser.BatchOf(data.Train.Count),
            ScratchEpochs = plan.Comparison.ScratchEpochs ?? 0,
            PrunedTrainingMacs = Pruned(plan, fitted),
        };
    }

    // A run writes down the steps of the stages that are done; of others a budget decides.
    private static void CheckSteps(Plan plan)
    {
        var done = plan.Stages.TakeWhile(s => s.Steps is not null).Count();
        var given = plan.Stages.ToList().FindIndex(done, s => s.Steps is not null);
        if (plan.Budget is not null && given >= 0)
        {
            throw new InvalidInputException(
                $"stages.{given + 1}.steps: with a budget only the first stages can have steps, and stage "
                    + $"{done + 1} has none; leave out budget or steps."
            );
        }
    }

    private static void CheckPruning(PruningPlan pruning)
    {
        if (pruning.Until < pruning.From)
        {
            throw new InvalidInputException(
                $"pruning.until: is {pruning.Until}, but pruning.from is {pruning.From}; give at least that, "
                    + "or pruning.by=none to prune nowhere."
            );
        }
    }

    // A pass that leaves images out by their loss shows each of the others once.
    private static void CheckBalance(DataPlan data)
    {
        if (data.Balance == ClassBalance.Sampling && data.DropLearned > 0)
        {
            throw new InvalidInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"data.balance: sampling does not go with data.dropLearned, which is {data.DropLearned}; "
                        + $"set that to 0, or data.balance to weights."
                )
            );
        }
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

    // Time, and energy that a meter counts, are not known before they were tried out.
    private static Stage[] Fitted(Plan plan, Stage[] stages, long testImages)
    {
        var factor = plan.Budget is { Unit: BudgetUnit.Macs } budget ? Factor(plan, budget, stages, testImages) : 1;
        return
        [
            .. stages.Select(s =>
                plan.Stages[s.Index - 1].Steps is { } steps
                    ? s with
                    {
                        Epochs = (double)steps.Sum() / s.StepsPerEpoch,
                        StepsOfParts = steps,
                        Parts = steps.Count,
                    }
                    : s with
                    {
                        Epochs =
                            factor == 1
                                ? s.Epochs
                                : (s with { Epochs = factor * s.Epochs }).Steps / (double)s.StepsPerEpoch,
                    }
            ),
        ];
    }

    private static double Factor(Plan plan, Budget budget, Stage[] stages, long testImages)
    {
        var (given, open) = (
            stages.Where(s => plan.Stages[s.Index - 1].Steps is not null),
            stages.Where(s => plan.Stages[s.Index - 1].Steps is null).ToArray()
        );
        if (open.Length == 0)
        {
            return 1;
        }

        var costs = open.Select(s => (Stage: s, Cost: StageCost.Counted(s, plan, testImages), Part: 1.0)).ToArray();
        var spent = given.Sum(s =>
            StageCost
                .Counted(s, plan, testImages)
                .Whole(s, (double)plan.Stages[s.Index - 1].Steps!.Sum() / s.StepsPerEpoch, plan.Evaluation.EveryEpochs)
        );
        var factor = StageBudget.Factor(plan, costs, budget.Amount - spent);
        var least = spent + costs.Sum(s => s.Cost.Step + s.Cost.AtEnd(s.Stage));
        return budget.Amount >= least || given.Any()
            ? factor
            : throw new InvalidInputException(
                $"budget: {budget} is less than one step of each stage takes, which is "
                    + $"{budget with { Amount = least }}; give more."
            );
    }

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

        CheckFits(own, data);
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

    private static void CheckFits(Blueprint own, Dataset data)
    {
        if (own.Input != data.Shape)
        {
            var resize =
                own.Input.Height == own.Input.Width
                    ? $"set data.size={own.Input.Height} and data.channels={own.Input.Channels}, or "
                    : "";
            throw new InvalidInputException(
                $"network.blueprint: '{own.Name}' takes images of {own.Input}, and those of {data.Name} are "
                    + $"{data.Shape}; {resize}change the blueprint's input."
            );
        }

        if (own.Classes != data.Classes.Count)
        {
            throw new InvalidInputException(
                $"network.blueprint: '{own.Name}' has {Counted.Of(own.Classes, "class")}, and {data.Name} "
                    + $"{data.Classes.Count}; give its last layer, '{own.Layers[^1].Name}', "
                    + $"{data.Classes.Count} features."
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

    private static void CheckGrowth(Stage before, Stage after)
    {
        if (after.Images.Count < before.Images.Count)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.data: {Counted.Of(after.Images.Count, "image")} are fewer than the "
                    + $"{before.Images.Count} of the stage before; data only grows."
            );
        }

        CheckResolution(before.Blueprint, after);
        var groups = new ChannelGroups(after.Blueprint);
        foreach (var group in new ChannelGroups(before.Blueprint).All)
        {
            if (!groups.Has(group.Name) || groups[group.Name].Channels < group.Channels)
            {
                throw new InvalidInputException(
                    $"stages.{after.Index}: channel group '{group.Name}' has "
                        + $"{Counted.Of(group.Channels, "channel")} in the stage before and fewer here; "
                        + "networks only grow."
                );
            }
        }
    }

    private static void CheckResolution(Blueprint before, Stage after)
    {
        var (old, input) = (before.Input, after.Blueprint.Input);
        if (input.Height < old.Height || input.Width < old.Width)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.resolution: images of {input} are smaller than those of {old} in the "
                    + "stage before; resolution only grows."
            );
        }

        var differs = before
            .Costs.Zip(before.At(input).Costs)
            .FirstOrDefault(c => c.First.Parameters.Sum(p => p.Count) != c.Second.Parameters.Sum(p => p.Count))
            .First;
        if (differs is not null)
        {
            throw new InvalidInputException(
                $"stages.{after.Index}.resolution: layer '{differs.Layer.Name}' has weights for each pixel of "
                    + $"its map, so its images cannot grow from {old} to {input}; give all stages the same "
                    + "resolution, or a network with global pooling."
            );
        }
    }
}
