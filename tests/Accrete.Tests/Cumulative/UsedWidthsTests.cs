using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Pruning;

namespace Accrete.Tests.Cumulative;

public sealed class UsedWidthsTests
{
    private static readonly Blueprint Planned = Small(0.75, 0.5);
    private static readonly Blueprint Target = Small(1, 1);

    [Fact]
    public void A_layer_gets_the_part_of_its_planned_width_that_was_used_and_a_new_one_that_of_the_layer_it_reads()
    {
        // Of 24, 48 and 96 channels.
        Assert.Equal(
            [16, 16, 48, 48, 128, 128],
            Widths(UsedWidths.Next(Used(12, 36, 96), Planned, Target, new WidthLimits()))
        );
    }

    [Theory]
    [InlineData(8, 40, 93, new[] { 8, 8, 56, 56, 128, 128 })]
    [InlineData(9, 37, 92, new[] { 16, 16, 48, 48, 120, 120 })]
    [InlineData(1, 3, 96, new[] { 8, 8, 8, 8, 128, 128 })]
    public void Widths_are_rounded_to_the_nearest_multiple(int first, int second, int third, int[] expected) =>
        Assert.Equal(
            expected,
            Widths(UsedWidths.Next(Used(first, second, third), Planned, Target, new WidthLimits(1, 8)))
        );

    [Fact]
    public void No_layer_is_wider_than_planned_nor_below_the_floor()
    {
        Assert.Equal(
            [30, 30, 60, 60, 120, 120],
            Widths(UsedWidths.Next(Used(24, 48, 96), Planned, Small(0.9375, 1), new WidthLimits(1, 64)))
        );
        Assert.Equal(
            [24, 48, 72],
            Widths(UsedWidths.Next(Used(1, 36, 70), Planned, Small(0.8, 0.5), new WidthLimits(20, 24)))
        );
        Assert.Equal([24, 30, 30], Widths(UsedWidths.Next(Used(17, 23, 24), Planned, Planned, new WidthLimits(30))));
    }

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(0.4, 8)]
    [InlineData(0.1, 1)]
    [InlineData(0.9, 1)]
    public void Widths_are_scaled_to_the_share_of_compute_that_may_stay(double share, int multiple)
    {
        var scaled = UsedWidths.Next(Used(12, 36, 48), Planned, Target, new WidthLimits(1, multiple), share);

        Assert.InRange((double)scaled.ForwardMacs / Target.ForwardMacs, multiple == 1 ? share - 0.05 : 0, share);
        var widths = Widths(scaled).Select(w => (double)w).ToArray();
        // A half, three quarters and a half were used; no layer gets more than all.
        Assert.True(widths[2] / 64 >= widths[0] / 32 && widths[2] / 64 >= widths[4] / 128);
        if (multiple == 1 && widths[2] < 64)
        {
            Assert.Equal(1.5, widths[2] / 64 / (widths[4] / 128), 0.1);
        }
    }

    [Fact]
    public void Where_all_may_stay_all_layers_are_as_wide_as_planned_and_where_nothing_may_as_narrow_as_allowed()
    {
        Assert.Equal(Widths(Target), Widths(UsedWidths.Next(Used(12, 36, 48), Planned, Target, new WidthLimits(), 1)));
        Assert.Equal(
            [8, 8, 8, 8, 8, 8],
            Widths(UsedWidths.Next(Used(12, 36, 48), Planned, Target, new WidthLimits(8), 0.001))
        );
    }

    private static Blueprint Small(double width, double depth) =>
        Architectures.Find("vgg-small").Build(new ImageShape(3, 32, 32), 10, width, depth);

    private static Dictionary<string, int> Used(params int[] widths) =>
        new ChannelGroups(Planned).Free.Zip(widths).ToDictionary(g => g.First.Name, g => g.Second);

    private static IEnumerable<int> Widths(Blueprint blueprint) =>
        new ChannelGroups(blueprint).Free.Select(g => g.Channels);
}
