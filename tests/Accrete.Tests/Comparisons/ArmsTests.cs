using Accrete.Comparisons;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;
using Accrete.Pruning;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Comparisons;

public sealed class ArmsTests
{
    private static readonly Plan Recipe = new()
    {
        Data = new DataPlan { DropLearned = 0.5 },
        Stages =
        [
            new StagePlan
            {
                Width = 0.5,
                Resolution = 0.5,
                Data = 0.25,
                Rate = 2,
                Batch = 2,
                Epochs = 3,
            },
            new StagePlan
            {
                Width = 0.8,
                Depth = 0.9,
                Data = 0.75,
                Epochs = 4.5,
            },
        ],
        Growth = new GrowthSettings { VarianceTransfer = true, NewChannels = NewChannels.Fresh },
        Pruning = new PruningSettings { By = CriterionKind.Pca },
    };

    [Fact]
    public void Scratch_trains_the_last_network_on_all_images_for_all_epochs()
    {
        var plan = PlanOf("scratch");
        Assert.Equal(
            [
                new StagePlan
                {
                    Width = 0.8,
                    Depth = 0.9,
                    Epochs = 7.5,
                },
            ],
            plan.Stages
        );
        Assert.Equal((CriterionKind.None, 0), (plan.Pruning.By, plan.Data.DropLearned));
        Assert.Equal(
            (Recipe.Optimiser, Recipe.Annealing, Recipe.Network),
            (plan.Optimiser, plan.Annealing, plan.Network)
        );
    }

    [Fact]
    public void Scratch_trains_for_the_epochs_that_a_recipe_wants_to_be_compared_with()
    {
        var plan = PlanOf("scratch", Recipe with { Comparison = new ComparisonPlan { ScratchEpochs = 12 } });
        Assert.Equal(12, Assert.Single(plan.Stages).Epochs);
    }

    [Fact]
    public void Paper_grows_width_depth_and_data_and_nothing_else()
    {
        using var data = TinyRuns.Data();
        var plan = Paper(data, Recipe, out _);
        Assert.Equal(
            Recipe.Stages.Select(s => (s.Width, s.Depth, s.Data)),
            plan.Stages.Select(s => (s.Width, s.Depth, s.Data))
        );
        Assert.Equal(1.5, plan.Stages[1].Epochs / plan.Stages[0].Epochs, 9);
        Assert.All(plan.Stages, s => Assert.Equal((1, 1, 1), (s.Resolution, s.Rate, s.Batch)));
        Assert.Equal(0, plan.Data.DropLearned);
        Assert.Equal(
            (CriterionKind.None, false, NewChannels.Copies),
            (plan.Pruning.By, plan.Growth.VarianceTransfer, plan.Growth.NewChannels)
        );
    }

    [Fact]
    public void Paper_of_a_recipe_that_grows_neither_grows_width_and_data_in_equal_steps_for_the_compute_of_cumulative()
    {
        using var data = TinyRuns.Data();
        var recipe = Recipe with
        {
            Stages =
            [
                new StagePlan { Resolution = 0.5, Epochs = 3 },
                new StagePlan { Resolution = 0.75 },
                new StagePlan { Width = 1, Epochs = 2 },
            ],
        };
        var plan = Paper(data, recipe, out var basis);
        Assert.Equal([(1 / 3.0, 1 / 3.0), (2 / 3.0, 2 / 3.0), (1, 1)], plan.Stages.Select(s => (s.Width, s.Data)));
        Assert.Single(plan.Stages.Select(s => s.Epochs).Distinct());
        var cost = new Ledger(basis.Cumulative!.Ledger).Cost().Macs;
        var step = Schedule.Of(plan, data).Stages[^1];
        Assert.InRange(
            Schedule.Of(plan, data).TrainingMacs - cost,
            -2 * step.Batch * step.Blueprint.TrainingMacs,
            2 * step.Batch * step.Blueprint.TrainingMacs
        );
    }

    [Fact]
    public void Names_give_arms_in_their_order_and_unknown_ones_the_nearest()
    {
        Assert.Equal(["cumulative", "paper"], Arms.Named(["paper", "cumulative"]).Select(a => a.Name));
        var error = Assert.Throws<InvalidInputException>(() => Arms.Named(["scrach"]));
        Assert.Contains("arm 'scrach': not known, did you mean 'scratch'?", error.Message, StringComparison.Ordinal);
    }

    private static Plan Paper(Dataset data, Plan recipe, out ArmBasis basis)
    {
        using var folder = new TemporaryFolder();
        var network = new NetworkPlan { Name = "resnet20", Width = 0.25 };
        var plan = recipe with
        {
            Network = network,
            Optimiser = TinyRuns.Plan().Optimiser,
            Pruning = new PruningSettings(),
        };
        var cumulative = TinyRuns.Run(folder["cumulative"], plan, data);
        basis = new ArmBasis(
            recipe with
            {
                Network = network,
                Optimiser = plan.Optimiser,
            },
            data,
            cumulative.Stages[^1].Blueprint,
            cumulative
        );
        return Arms.Named(["paper"])[0].PlanOf(basis);
    }

    private static Plan PlanOf(string arm, Plan? recipe = null) =>
        Arms.Named([arm])[0].PlanOf(new ArmBasis(recipe ?? Recipe, null!, null!, null));
}
