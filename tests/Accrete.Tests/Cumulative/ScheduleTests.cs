using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;
using Accrete.Growth;

namespace Accrete.Tests.Cumulative;

public sealed class ScheduleTests : IDisposable
{
    private readonly Dataset data = TinyRuns.Data();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Stages_are_worked_out_for_the_data()
    {
        var stages = Schedule.Of(TinyRuns.Plan(), data).Stages;
        Assert.Equal([24, 42, 60], stages.Select(s => s.Images.Count));
        Assert.Equal([3, 5, 7], stages.Select(s => s.StepsPerEpoch));
        Assert.Equal([6L, 8L, 14L], stages.Select(s => s.Steps));
        Assert.Equal([2, 2, 3], stages.Select(s => s.Blueprint["conv1_1"].Output.Channels));
    }

    [Fact]
    public void Multiply_accumulates_equal_those_by_hand()
    {
        var stage = Schedule.Of(TinyRuns.Plan(), data).Stages[0];
        // One layer a block, 2, 3 and 6 wide at 8, 4 and 2 pixels, then a head on 6 channels.
        var first = 64 * 9 * 1 * 2;
        var rest = (16 * 9 * 2 * 3) + (4 * 9 * 3 * 6) + (6 * 3);
        Assert.Equal(first + rest, stage.Blueprint.ForwardMacs);
        // Forward and two backward products; the first layer sends no gradient to the image.
        Assert.Equal((2 * first) + (3 * rest), stage.Blueprint.TrainingMacs);
        Assert.Equal(6 * 8 * ((2 * first) + (3 * rest)), stage.TrainingMacs);
    }

    [Fact]
    public void Growth_must_fit_as_well_as_steps()
    {
        var plan = TinyRuns.Plan() with
        {
            Growth = new GrowthSettings { CalibrationImages = 100, ReceiptImages = 2 },
        };
        plan = plan with { Optimiser = plan.Optimiser with { Batch = 2 } };
        var schedule = Schedule.Of(plan, data);
        var steps = new CostLimits((long)schedule.Stages.Max(s => Demand.Of(s.Blueprint).TrainingBytes(s.Batch)));

        // There are no more images than a stage has. Only new norms are calibrated, and the third stage is wider alone.
        Assert.StartsWith(
            "stages.2: growth with 42 images takes about ",
            Assert.Throws<InvalidInputException>(() => schedule.CheckCosts(plan, steps)).Message,
            StringComparison.Ordinal
        );
        schedule.CheckCosts(plan with { Growth = plan.Growth with { CalibrationImages = 2 } }, steps);
    }

    [Fact]
    public void Subsets_are_nested_and_balanced()
    {
        var stages = Schedule.Of(TinyRuns.Plan(), data).Stages;
        foreach (var (before, after) in stages.Zip(stages.Skip(1)))
        {
            Assert.Subset(after.Images.ToHashSet(), before.Images.ToHashSet());
        }

        Assert.All(stages, s => Assert.Single(s.Images.GroupBy(i => i % 3).Select(g => g.Count()).Distinct()));
    }

    [Fact]
    public void Scratch_is_the_last_network_on_all_images_for_all_epochs()
    {
        var schedule = Schedule.Of(TinyRuns.Plan(), data);
        Assert.Equal((long)(5.5 * 60 * schedule.Stages[^1].Blueprint.TrainingMacs), schedule.ScratchWork.Macs);
    }

    [Fact]
    public void A_stage_can_take_larger_batches()
    {
        var plan = TinyRuns.Plan();
        plan = plan with { Optimiser = plan.Optimiser with { Batch = 5 } };

        var schedule = Schedule.Of(
            plan with
            {
                Stages = [.. plan.Stages.Select((s, i) => s with { Batch = 4 - i })],
            },
            data
        );

        Assert.Equal([20, 15, 10], schedule.Stages.Select(s => s.Batch));
        Assert.All(schedule.Stages, s => Assert.Equal(s.Images.Count / s.Batch, s.StepsPerEpoch));
        Assert.Equal(Schedule.Of(plan, data).ScratchWork, schedule.ScratchWork);
    }

    [Fact]
    public void A_batch_is_no_larger_than_its_subset()
    {
        var plan = TinyRuns.Plan();
        var stages = Schedule.Of(plan with { Optimiser = plan.Optimiser with { Batch = 50 } }, data).Stages;
        Assert.Equal([24, 42, 50], stages.Select(s => s.Batch));
        Assert.Equal([1, 1, 1], stages.Select(s => s.StepsPerEpoch));
    }

    [Fact]
    public void A_fraction_of_an_epoch_is_at_least_a_step()
    {
        var plan = TinyRuns.Plan();
        Assert.Equal(
            [1L],
            Schedule.Of(plan with { Stages = [new StagePlan { Epochs = 0.001 }] }, data).Stages.Select(s => s.Steps)
        );
    }

    [Fact]
    public void A_stage_of_less_resolution_has_smaller_maps_and_the_same_weights()
    {
        var plan = Of("resnet20", new StagePlan { Resolution = 0.5 }, new StagePlan());
        var stages = Schedule.Of(plan, data).Stages;
        Assert.Equal([new ImageShape(1, 4, 4), new ImageShape(1, 8, 8)], stages.Select(s => s.Blueprint.Input));
        Assert.Equal(stages[1].Blueprint.Layers, stages[0].Blueprint.Layers);
        Assert.Equal(stages[1].Blueprint.ParameterCount, stages[0].Blueprint.ParameterCount);
        // All but the head is a quarter.
        var head = stages[1].Blueprint.Costs[^1].ForwardMacs;
        Assert.Equal((stages[1].Blueprint.ForwardMacs - head) / 4, stages[0].Blueprint.ForwardMacs - head);
    }

    [Fact]
    public void Resolution_grows_only_where_the_weights_allow_it()
    {
        Fails(
            "stages.2.resolution: images of 1x4x4 are smaller than those of 1x8x8",
            Of("resnet20", new StagePlan(), new StagePlan { Resolution = 0.5 })
        );
        Fails(
            "stages.1.resolution: is 0.5, which makes images of 1x4x4: layer 'pool3'",
            Of("vgg-small", new StagePlan { Resolution = 0.5 }, new StagePlan())
        );
        Fails(
            "stages.2.resolution: layer 'hidden1' has weights for each pixel",
            Of("mlp", new StagePlan { Resolution = 0.5 }, new StagePlan())
        );
    }

    [Fact]
    public void What_shrinks_is_refused_and_the_stage_named()
    {
        Fails("stages.2.data", new StagePlan { Data = 1 }, new StagePlan { Data = 0.5 });
        Fails("stages.2: channel group 'conv1_1'", new StagePlan { Width = 1 }, new StagePlan { Width = 0.5 });
        Fails(
            "stages.3: channel group 'conv1_2'",
            new StagePlan { Width = 0.5 },
            new StagePlan { Width = 1 },
            new StagePlan { Depth = 0.5, Width = 1 }
        );
    }

    [Fact]
    public void An_unknown_network_gets_the_nearest_one()
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            Schedule.Of(TinyRuns.Plan() with { Network = new NetworkPlan { Name = "vgg-smal" } }, data)
        );
        Assert.Contains("did you mean 'vgg-small'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stem_reaches_the_architecture()
    {
        var plan = TinyRuns.Plan() with
        {
            Stages = [new StagePlan()],
            Network = new NetworkPlan
            {
                Name = "resnet18",
                Width = 0.05,
                Stem = Stem.Large,
            },
        };
        Assert.True(Schedule.Of(plan, data).Stages[0].Blueprint.Has("maxpool"));
        Assert.False(
            Schedule
                .Of(plan with { Network = plan.Network with { Stem = Stem.Auto } }, data)
                .Stages[0]
                .Blueprint.Has("maxpool")
        );
    }

    [Fact]
    public void The_widths_of_a_network_of_ones_own_are_scaled_by_stage()
    {
        var plan = TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Blueprint = Mine(1, 8, 3), Width = 2 },
        };
        StagePlan[] stages = [new() { Width = 0.1 }, new() { Width = 0.375 }, new() { Width = 0.5 }];

        var planned = Schedule.Of(plan with { Stages = stages }, data).Stages;

        Assert.Equal([1, 3, 4], planned.Select(s => s.Blueprint["conv1"].Output.Channels));
        Assert.Equal(Mine(1, 8, 3), planned[^1].Blueprint);
    }

    [Theory]
    [InlineData(
        3,
        8,
        3,
        1,
        "network.blueprint: 'mine' takes images of 3x8x8, and those of stripes are 1x8x8; set data.size=8 and "
            + "data.channels=3, or change the blueprint's input."
    )]
    [InlineData(
        1,
        9,
        3,
        1,
        "network.blueprint: 'mine' takes images of 1x9x9, and those of stripes are 1x8x8; set data.size=9"
    )]
    [InlineData(
        1,
        8,
        5,
        1,
        "network.blueprint: 'mine' has 5 classes, and stripes 3; give its last layer, 'linear1', 3 features."
    )]
    [InlineData(
        1,
        8,
        3,
        0.5,
        "stages.2.depth: is 0.5, but the network is the blueprint 'mine', which has one depth; set it to 1."
    )]
    public void A_network_of_ones_own_that_does_not_fit_is_refused(
        int channels,
        int side,
        int classes,
        double depth,
        string says
    )
    {
        var plan = TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Blueprint = Mine(channels, side, classes) },
            Stages = [new StagePlan(), new StagePlan { Depth = depth }],
        };
        Assert.StartsWith(
            says,
            Assert.Throws<InvalidInputException>(() => Schedule.Of(plan, data)).Message,
            StringComparison.Ordinal
        );
    }

    private static Blueprint Mine(int channels, int side, int classes)
    {
        var b = new BlueprintBuilder("mine", new ImageShape(channels, side, side));
        b.Linear(b.GlobalAveragePooling(b.Relu(b.BatchNorm(b.Convolution(Blueprint.Image, 4)))), classes);
        return b.Build();
    }

    private static Plan Of(string network, params StagePlan[] stages) =>
        TinyRuns.Plan() with
        {
            Network = new NetworkPlan { Name = network, Width = 0.1 },
            Stages = stages,
        };

    private void Fails(string says, params StagePlan[] stages) => Fails(says, TinyRuns.Plan() with { Stages = stages });

    private void Fails(string says, Plan plan)
    {
        var error = Assert.Throws<InvalidInputException>(() => Schedule.Of(plan, data));
        Assert.StartsWith(says, error.Message, StringComparison.Ordinal);
    }
}
