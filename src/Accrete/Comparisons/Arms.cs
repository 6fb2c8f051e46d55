using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Growth;
using Accrete.Pruning;

namespace Accrete.Comparisons;

/// <summary>The arms that can be compared: all with the recipe's data, optimiser and annealing.</summary>
internal static class Arms
{
    /// <summary>The arm that all others are compared with.</summary>
    public const string Cumulative = "cumulative";

    /// <summary>The arm whose accuracy is to be reached.</summary>
    public const string Scratch = "scratch";

    /// <summary>All of them; cumulative first, because others need to know what it spent.</summary>
    public static IReadOnlyList<Arm> All { get; } =
    [
        new(Cumulative, "the recipe", basis => basis.Plan),
        new(Scratch, "the full network on all images", basis => FromScratch(basis.Plan, ScratchEpochs(basis))),
        new(
            "scratch-equal-compute",
            "the full network on all images, with cumulative's compute, and a learning rate annealed to that",
            basis => FromScratch(basis.Plan, EpochsOf(basis.Target, basis))
        )
        {
            NeedsCumulative = true,
        },
        new("pruned-shape", "the last network of cumulative, from scratch, with its compute", PrunedShape)
        {
            NeedsCumulative = true,
            Differs = plan => plan.Pruning.By != CriterionKind.None,
        },
        new("paper", "growing width, depth and data with cumulative's compute, and nothing else", Paper)
        {
            NeedsCumulative = true,
            Differs = plan => plan.Stages.Count > 1 && PlanJson.FirstDifference(plan, OnlyGrowing(plan)) is not null,
        },
    ];

    /// <summary>The arms of those names, in the order of <see cref="All"/>.</summary>
    /// <exception cref="InvalidInputException">Throws if a name is unknown.</exception>
    public static IReadOnlyList<Arm> Named(IReadOnlyCollection<string> names)
    {
        var known = All.Select(a => a.Name).ToArray();
        var unknown = names.FirstOrDefault(n => !known.Contains(n));
        return unknown is null
            ? [.. All.Where(a => names.Contains(a.Name))]
            : throw new InvalidInputException(
                $"arm '{unknown}': not known{NearestName.Hint(unknown, known)}; there are {string.Join(", ", known)}."
            );
    }

    // What a budget came to is no part of what was asked for.
    private static double ScratchEpochs(ArmBasis basis) =>
        basis.Plan.Comparison.ScratchEpochs
        ?? (
            basis.Plan.Budget is null && basis.Plan.Stages.Any(s => s.Steps is not null)
                ? Schedule.Of(basis.Plan, basis.Data).ScratchEpochs
                : basis.Plan.Stages.Sum(s => s.Epochs)
        );

    private static Plan FromScratch(Plan plan, double epochs)
    {
        var last = plan.Stages[^1];
        return plan with
        {
            Stages =
            [
                new StagePlan
                {
                    Width = last.Width,
                    Depth = last.Depth,
                    Resolution = last.Resolution,
                    Epochs = epochs,
                },
            ],
            Pruning = new PruningSettings(),
            Budget = null,
            Data = plan.Data with { DropLearned = 0 },
        };
    }

    private static Plan PrunedShape(ArmBasis basis)
    {
        var shape = basis.Cumulative!.Stages[^1].Blueprint;
        var plan = FromScratch(basis.Plan, EpochsOf(shape, basis));
        return plan with
        {
            Network = new NetworkPlan { Name = plan.Network.Name, Blueprint = shape.At(basis.Data.Shape) },
            Stages = [plan.Stages[0] with { Width = 1, Depth = 1 }],
        };
    }

    private static Plan Paper(ArmBasis basis)
    {
        var plan = OnlyGrowing(basis.Plan);
        var factor =
            new Ledger(basis.Cumulative!.Ledger).Cost().Macs / (double)Schedule.Of(plan, basis.Data).TrainingMacs;
        return plan with { Stages = [.. plan.Stages.Select(s => s with { Epochs = factor * s.Epochs })] };
    }

    // What growing needs and no more: copies, one resolution, the same rate and batch in all stages, all images of a
    // stage, no pruning, no rescaling.
    private static Plan OnlyGrowing(Plan plan)
    {
        var last = plan.Stages[^1];
        return plan with
        {
            Stages =
            [
                .. (Grows(plan) ? plan.Stages : InEqualSteps(plan)).Select(s =>
                    s with
                    {
                        Resolution = last.Resolution,
                        Rate = 1,
                        Batch = 1,
                        Steps = null,
                    }
                ),
            ],
            Growth = plan.Growth with { VarianceTransfer = false, NewChannels = NewChannels.Copies },
            Pruning = plan.Pruning with { By = CriterionKind.None },
            Data = plan.Data with { DropLearned = 0 },
            Budget = null,
        };
    }

    private static bool Grows(Plan plan) =>
        plan.Stages.Any(s =>
            (s.Width, s.Depth, s.Data, s.Images)
            != (plan.Stages[^1].Width, plan.Stages[^1].Depth, plan.Stages[^1].Data, plan.Stages[^1].Images)
        );

    // A recipe that grows nothing but resolution says nothing of how the others should: each stage gets as much more of
    // both as the last.
    private static IEnumerable<StagePlan> InEqualSteps(Plan plan) =>
        plan.Stages.Select(
            (s, i) =>
            {
                var share = (i + 1.0) / plan.Stages.Count;
                return s with { Width = s.Width * share, Data = s.Data * share, Epochs = 1 };
            }
        );

    // How many epochs of a network cost what the cumulative run did, tests left out.
    private static double EpochsOf(Blueprint network, ArmBasis basis)
    {
        var batch = basis.Plan.Optimiser.BatchOf(basis.Data.Train.Count);
        var epoch = (double)(basis.Data.Train.Count / batch * batch) * network.TrainingMacs;
        return new Ledger(basis.Cumulative!.Ledger).Cost().Macs / epoch;
    }
}
