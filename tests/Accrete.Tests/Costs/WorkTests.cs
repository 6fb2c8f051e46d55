using Accrete.Blueprints;
using Accrete.Blueprints.Layers;
using Accrete.Costs;

namespace Accrete.Tests.Costs;

public sealed class WorkTests
{
    // 3 x 4 x 4 to 2 x 4 x 4 channels by 54 weights, then 32 numbers to 5 logits by 160 weights and 5 biases.
    private static readonly Blueprint Network = new(
        "two",
        new ImageShape(3, 4, 4),
        [
            new Convolution("conv", Blueprint.Image, 2, Kernel: 3, Padding: 1, Bias: false),
            new Flatten("flat", "conv"),
            new Linear("head", "flat", 5),
        ]
    );

    [Fact]
    public void A_forward_pass_multiplies_and_moves_each_input_weight_and_output_once()
    {
        var work = Work.Forward(Network, 10);
        Assert.Equal(10 * ((16 * 54) + 160), work.Macs);
        Assert.Equal((10 * ((48 + 32) + (32 + 32) + (32 + 5))) + 54 + 165, work.Words);
        Assert.Equal((10, 480), (work.Images, work.Bytes));
    }

    [Fact]
    public void A_backward_pass_makes_two_products_but_for_the_image()
    {
        var (forward, work) = (Work.Forward(Network, 10), Work.Backward(Network, 10));
        Assert.Equal(10 * ((16 * 54) + (2 * 160)), work.Macs);
        Assert.Equal(2 * forward.Words, work.Words);
        Assert.Equal(new Work(0, 5 * (54 + 165), 0, 0), Work.Update(Network));
        Assert.Equal((0, 0), (work.Images, work.Bytes));
    }

    [Fact]
    public void Work_adds_up()
    {
        var one = new Work(1, 2, 3, 4);
        Assert.Equal(one * 3, one + one + one);
        Assert.Equal(new Work(3, 6, 9, 12), one * 3);
    }
}
