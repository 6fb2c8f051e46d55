using Accrete.Comparisons;

namespace Accrete.Tests.Comparisons;

public sealed class IsoAccuracyTests
{
    [Fact]
    public void Ratios_are_those_of_sums_over_the_seeds_that_both_have()
    {
        var cumulative = ArmOutcome.Of("cumulative", [Run(1, 0.8, 40, 6), Run(2, 0.9, 60, 6), Run(3, 0.1, 1000, 1000)]);
        var scratch = ArmOutcome.Of("scratch", [Run(2, 0.84, 250, 20), Run(1, 0.82, 150, 20), Run(4, 1, 1, 1)]);

        var iso = IsoAccuracy.Of(cumulative, scratch)!;

        Assert.Equal(0.83, iso.Target, 12);
        Assert.Equal(0.25, iso.MacsRatio, 12);
        Assert.Equal(0.3, iso.SecondsRatio, 12);
        Assert.Equal(0.25 / 0.3, iso.WallClockOverMacs, 12);
        Assert.True(iso.Reached);
    }

    [Theory]
    [InlineData(0.8, 0.8, true)]
    [InlineData(0.7999, 0.8, false)]
    public void It_is_reached_at_the_mean_of_scratch(double cumulative, double scratch, bool reached) =>
        Assert.Equal(
            reached,
            IsoAccuracy
                .Of(
                    ArmOutcome.Of("cumulative", [Run(1, cumulative, 1, 1)]),
                    ArmOutcome.Of("scratch", [Run(1, scratch, 1, 1)])
                )!
                .Reached
        );

    [Fact]
    public void Arms_without_a_common_seed_are_not_compared() =>
        Assert.Null(
            IsoAccuracy.Of(ArmOutcome.Of("cumulative", [Run(1, 1, 1, 1)]), ArmOutcome.Of("scratch", [Run(2, 1, 1, 1)]))
        );

    private static ComparedRun Run(int seed, double accuracy, long macs, double seconds) =>
        new(seed, accuracy, accuracy, 1, 1, macs, seconds, 0, null, [new CurvePoint(macs, seconds, accuracy)]);
}
