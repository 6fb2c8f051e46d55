using Accrete.Costs;
using Accrete.Cumulative.Plans;

namespace Accrete.Cumulative;

/// <summary>
/// Makes stages longer or shorter so that together they take a budget that is counted: multiply-accumulates.
/// </summary>
internal static class CountedBudget
{
    // Time, and energy that a meter counts, are not known before they were tried out.
    public static Stage[] Fit(Plan plan, Stage[] stages, long testImages)
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
}
