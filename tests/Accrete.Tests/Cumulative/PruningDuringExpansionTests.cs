using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Pruning;

namespace Accrete.Tests.Cumulative;

public sealed class PruningDuringExpansionTests : TinyRunTests
{
    [Theory]
    [InlineData(CriterionKind.Pca)]
    [InlineData(CriterionKind.Taylor)]
    [InlineData(CriterionKind.Random)]
    public void With_pruning_the_next_widths_follow_what_was_used(CriterionKind by)
    {
        var plan = TinyRuns.Pruned(by);
        var planned = Schedule.Of(plan, Data).Stages;

        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;

        Assert.Equal(planned[0].Blueprint, stages[0].Blueprint);
        for (var i = 1; i < stages.Count; i++)
        {
            var prune = stages[i].Receipts[0];
            Assert.Equal("prune", prune.Kind);
            Assert.NotEmpty(prune.Detail.Widths);
            Assert.True(prune.Detail.Parameters[1] < prune.Detail.Parameters[0]);
            Assert.All(stages[i].Receipts.Skip(1), r => Assert.InRange(r.MaxLogitChangeEval, 0, 1e-4));
            Assert.True(stages[i].ForwardMacs < planned[i].Blueprint.ForwardMacs);
            Assert.Equal(
                stages[i].Blueprint.TrainingMacs * planned[i].Steps * planned[i].Batch,
                stages[i].TrainingMacs
            );
            // Only what the next stage has no room for is taken out.
            var next = new ChannelGroups(stages[i].Blueprint);
            Assert.All(prune.Detail.Widths, g => Assert.Equal(Math.Min(g.Value[0], next[g.Key].Channels), g.Value[1]));
        }
    }

    [Fact]
    public void With_pruning_a_layer_gets_the_part_of_its_planned_width_that_was_used()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Random);
        var planned = Schedule.Of(plan, Data).Stages;
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;
        for (var i = 1; i < stages.Count; i++)
        {
            var (before, after, actual) = (
                new ChannelGroups(planned[i - 1].Blueprint),
                new ChannelGroups(planned[i].Blueprint),
                new ChannelGroups(stages[i].Blueprint)
            );
            foreach (var group in new ChannelGroups(stages[i - 1].Blueprint).Free)
            {
                var used = Math.Ceiling((0.6 * group.Channels) - 1e-9);
                Assert.Equal(
                    Math.Max(2, Math.Round(used / before[group.Name].Channels * after[group.Name].Channels)),
                    actual[group.Name].Channels
                );
            }
        }
    }

    [Fact]
    public void Pruning_begins_with_the_stage_that_it_is_told()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        var stages = TinyRuns.Run(Folder["one"], plan with { Pruning = plan.Pruning with { From = 3 } }, Data).Stages;
        Assert.Equal(
            [
                [],
                ["deepen", "widen"],
                ["prune"],
            ],
            stages.Select(s => s.Receipts.Select(r => r.Kind).Take(s.Index == 3 ? 1 : 2))
        );
        Assert.Equal(Schedule.Of(plan, Data).Stages[1].Blueprint, stages[1].Blueprint);
    }

    [Fact]
    public void Pruning_ends_with_the_stage_that_it_is_told_and_later_ones_keep_what_it_left()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        plan = plan with
        {
            Stages = [new StagePlan(), new StagePlan(), new StagePlan { Resolution = 1 }],
            Pruning = plan.Pruning with { Until = 2 },
        };
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;
        Assert.Equal(
            [
                [],
                ["prune"],
                [],
            ],
            stages.Select(s => s.Receipts.Select(r => r.Kind))
        );
        Assert.True(stages[1].Parameters < stages[0].Parameters);
        Assert.Equal(stages[1].Blueprint, stages[2].Blueprint);
    }

    [Fact]
    public void After_its_last_pruning_a_network_grows_by_the_shares_that_were_left()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        plan = plan with { Pruning = plan.Pruning with { Until = 2 } };
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;
        Assert.Equal(["widen"], stages[2].Receipts.Select(r => r.Kind));
        Assert.True(stages[2].Parameters < Schedule.Of(plan, Data).Stages[2].Blueprint.ParameterCount);
    }

    [Fact]
    public void Pruning_leaves_as_much_compute_as_is_wanted()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        plan = plan with
        {
            Network = new NetworkPlan { Width = 0.5 },
            Stages = [new StagePlan(), new StagePlan(), new StagePlan()],
            Pruning = plan.Pruning with { Until = 2, Macs = 0.4 },
        };
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;
        Assert.InRange((double)stages[1].ForwardMacs / stages[0].ForwardMacs, 0.33, 0.4);
        Assert.Equal(stages[1].ForwardMacs, stages[2].ForwardMacs);
    }

    [Fact]
    public void Pruning_that_would_end_before_it_begins_is_refused()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Pca);
        var error = Assert.Throws<InvalidInputException>(() =>
            Schedule.Of(plan with { Pruning = plan.Pruning with { From = 3, Until = 2 } }, Data)
        );
        Assert.StartsWith("pruning.until: is 2, but pruning.from is 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_pruning_the_widths_that_are_trained_are_multiples()
    {
        var plan = TinyRuns.Pruned(CriterionKind.Random);
        plan = plan with
        {
            Network = new NetworkPlan { Width = 0.5 },
            Pruning = plan.Pruning with { Multiple = 4 },
        };
        var stages = TinyRuns.Run(Folder["one"], plan, Data).Stages;

        Assert.All(
            stages.Skip(1).SelectMany(s => new ChannelGroups(s.Blueprint).Free),
            g => Assert.Equal(0, g.Channels % 4)
        );
    }
}
