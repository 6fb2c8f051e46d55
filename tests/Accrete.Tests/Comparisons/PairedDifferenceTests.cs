using Accrete.Comparisons;

namespace Accrete.Tests.Comparisons;

public sealed class PairedDifferenceTests
{
    // Student's table.
    [Theory]
    [InlineData(1, 12.7062, 0.05)]
    [InlineData(2, 4.30265, 0.05)]
    [InlineData(3, 3.18245, 0.05)]
    [InlineData(4, 2.77645, 0.05)]
    [InlineData(9, 2.26216, 0.05)]
    [InlineData(30, 2.75, 0.01)]
    [InlineData(5, 0, 1)]
    [InlineData(999, 1.96234, 0.05)]
    public void The_probability_is_that_of_the_table(int freedom, double t, double p) =>
        Assert.Equal(p, PairedDifference.TwoSided(t, freedom), 1e-5);

    [Theory]
    [InlineData(true, 0.80, 0.81, 0.82, 0.70, 0.712, 0.721)]
    [InlineData(false, 0.80, 0.81, 0.82, 0.70, 0.71, 0.72)]
    [InlineData(true, 0.80, 0.85, 0.90, 0.78, 0.829, 0.881)]
    [InlineData(false, 0.80, 0.85, 0.90, 0.84, 0.80, 0.89)]
    [InlineData(false, 0.80, 0.80, 0.80, 0.80, 0.80, 0.80)]
    public void A_difference_counts_when_all_seeds_show_it(bool significant, params double[] accuracies)
    {
        var difference = PairedDifference.Of(Arm("cumulative", accuracies[..3]), Arm("scratch", accuracies[3..]))!;
        Assert.Equal(("scratch", 3, significant), (difference.Arm, difference.Seeds, difference.IsSignificant));
        Assert.Equal(accuracies[..3].Average() - accuracies[3..].Average(), difference.Mean, 12);
    }

    [Fact]
    public void One_seed_says_nothing_of_chance() =>
        Assert.Null(PairedDifference.Of(Arm("cumulative", 0.9), Arm("scratch", 0.1))!.P);

    [Fact]
    public void Two_seeds_are_too_few() =>
        Assert.False(PairedDifference.Of(Arm("cumulative", 0.9001, 0.91), Arm("scratch", 0.1, 0.11))!.IsSignificant);

    [Fact]
    public void Equal_differences_say_nothing_of_chance() =>
        Assert.Null(PairedDifference.Of(Arm("cumulative", 0.9001, 0.8001, 0.7001), Arm("scratch", 0.9, 0.8, 0.7))!.P);

    private static ArmOutcome Arm(string name, params double[] accuracies) =>
        ArmOutcome.Of(
            name,
            [.. accuracies.Select((a, i) => new ComparedRun(i, a, a, 1, 1, 1, 1, 0, null, [new CurvePoint(1, 1, a)]))]
        );
}
