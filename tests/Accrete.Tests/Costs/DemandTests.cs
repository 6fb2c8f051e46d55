using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Networks;

namespace Accrete.Tests.Costs;

public sealed class DemandTests
{
    private static readonly ImageShape Image = new(1, 8, 8);

    [Fact]
    public void Values_that_nothing_reads_any_more_are_not_alive()
    {
        // A long chain holds two values at once, however long it is.
        var (small, large) = (Demand.Of(Chain(2)), Demand.Of(Chain(50)));
        Assert.Equal(small.Inference, large.Inference);
        Assert.InRange((long)large.Inference, 2 * 64, 5 * 64);
        Assert.True(large.Training > 5 * small.Training);
    }

    [Fact]
    public void Values_that_are_read_at_the_end_are_all_alive() =>
        Assert.InRange((long)Demand.Of(Fan(40, 0)).Inference, 40 * 64, 45 * 64);

    [Fact]
    public void What_a_large_padding_makes_is_counted()
    {
        var side = 8L + (2 * 8000);
        var demand = Demand.Of(Fan(40, 8000));
        Assert.True(demand.Inference >= 40 * side * side);
        Assert.True(demand.Operations >= 40 * side * side);
    }

    [Fact]
    public void What_a_large_window_compares_is_counted()
    {
        var b = new BlueprintBuilder("n", new ImageShape(1, 512, 512));
        b.Linear(b.GlobalAveragePooling(b.MaxPooling(Blueprint.Image, 511, 1, 255)), 2);
        Assert.True(Demand.Of(b.Build()).Operations > 511L * 511 * 500 * 500);
    }

    [Theory]
    [InlineData("vgg19", 224)]
    [InlineData("resnet50", 224)]
    [InlineData("densenet121", 224)]
    [InlineData("mobilenetv2", 224)]
    [InlineData("vgg-small", 32)]
    [InlineData("resnet50", 512)]
    public void Honest_networks_are_within_the_usual_limits(string name, int side)
    {
        var blueprint = Architectures.Find(name).Build(new ImageShape(3, side, side), 1000);
        CostLimits.Usual.Check(blueprint, name);
        Assert.True(CostLimits.Batch(blueprint, 250) >= 2);
    }

    [Fact]
    public void A_limit_can_be_raised_and_its_option_is_named()
    {
        var (wide, slow) = (Fan(40, 8000), Fan(1, 100));
        var error = Assert.Throws<InvalidInputException>(() => CostLimits.Usual.Check(wide, "m.safetensors"));
        Assert.StartsWith(
            "m.safetensors: one image through its network takes 4",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal([Setting.MemoryLimit], error.Settings);
        new CostLimits(100_000_000_000, 1e12).Check(wide, "m");

        error = Assert.Throws<InvalidInputException>(() => new CostLimits(Operations: 1000).Check(slow, "m"));
        Assert.Equal([Setting.WorkLimit], error.Settings);
        new CostLimits(Operations: 1e7).Check(slow, "m");
        Assert.Equal(1, CostLimits.Batch(wide, 250));
        Assert.Equal(250, CostLimits.Batch(Chain(3), 250));
    }

    [Fact]
    public void Weights_are_counted_before_they_are_there()
    {
        var blueprint = Architectures.Find("vgg-small").Build(Image, 10);
        var weights = (long)Demand.Of(blueprint).Stored * sizeof(float);
        new CostLimits(weights).Check(blueprint, "m");
        var error = Assert.Throws<InvalidInputException>(() => new CostLimits(weights - 1).Check(blueprint, "m"));
        Assert.StartsWith("m: its weights take", error.Message, StringComparison.Ordinal);
        Assert.Equal([Setting.MemoryLimit], error.Settings);
    }

    [Fact]
    public void Images_that_pass_at_once_are_within_the_limit_too()
    {
        var chain = Chain(3);
        var one = (long)Demand.Of(chain).InferenceBytes(1);
        Assert.Equal(7, CostLimits.Batch(chain, 250, most: (7 * one) + 1));
        Assert.Equal(1, CostLimits.Batch(chain, 250, most: 1));
        // A test between the steps of a training is no larger than a step.
        Assert.InRange(
            CostLimits.Batch(chain, 250, CostLimits.OfStep(chain, 4)) * one,
            one,
            CostLimits.OfStep(chain, 4)
        );

        using var network = new Network(chain, new Seed(1)) { MostMemory = 2 * one };
        using var copy = network.Copy();
        Assert.Equal(2, CostLimits.Batch(copy, 250));
    }

    private static Blueprint Chain(int relus)
    {
        var b = new BlueprintBuilder("chain", Image);
        var x = Blueprint.Image;
        for (var i = 0; i < relus; i++)
        {
            x = b.Relu(x, 1 + i);
        }

        b.Linear(b.GlobalAveragePooling(x), 2);
        return b.Build();
    }

    private static Blueprint Fan(int relus, int padding)
    {
        var b = new BlueprintBuilder("fan", Image);
        var x = b.Convolution(Blueprint.Image, 1, 1, padding: padding);
        string[] all = [.. Enumerable.Range(1, relus).Select(i => b.Relu(x, i))];
        b.Linear(b.GlobalAveragePooling(relus > 1 ? b.Add(all) : all[0]), 2);
        return b.Build();
    }
}
