using Accrete.Robustness.Detection;
using CsCheck;

namespace Accrete.Tests.Robustness.Detection;

public sealed class RocTests
{
    [Theory]
    [InlineData(new float[] { 1, 2, 3 }, new float[] { 4, 5 }, 1)]
    [InlineData(new float[] { 4, 5 }, new float[] { 1, 2, 3 }, 0)]
    [InlineData(new float[] { 1, 1 }, new float[] { 1 }, 0.5)]
    // Of six pairs four are in the right order and one is level.
    [InlineData(new float[] { 1, 3 }, new float[] { 2, 3, 4 }, 4.5 / 6)]
    [InlineData(new float[] { 0 }, new float[] { 0, 1, -1, 2 }, 2.5 / 4)]
    public void The_area_is_that_of_cases_counted_by_hand(float[] ordinary, float[] suspicious, double area) =>
        Assert.Equal(area, new Roc(ordinary, suspicious).Auc, 1e-12);

    [Fact]
    public void The_area_counts_pairs_and_is_that_below_the_whole_curve() =>
        Gen.Select(Scores, Scores)
            .Sample(
                (ordinary, suspicious) =>
                {
                    var roc = new Roc(ordinary, suspicious);
                    var pairs = ordinary
                        .SelectMany(o =>
                            suspicious.Select(s =>
                                s > o ? 1
                                : s == o ? 0.5
                                : 0
                            )
                        )
                        .Average();
                    Assert.Equal(pairs, roc.Auc, 1e-9);

                    RocPoint[] curve = [new(0, 0), .. roc.Curve(1000)];
                    Assert.All(
                        curve.Zip(curve.Skip(1)),
                        p =>
                            Assert.True(
                                p.Second.FalsePositiveRate >= p.First.FalsePositiveRate
                                    && p.Second.DetectionRate >= p.First.DetectionRate
                            )
                    );
                    Assert.Equal(new RocPoint(1, 1), curve[^1]);
                    Assert.All(curve, p => Assert.InRange(p.DetectionRate, 0, 1));
                }
            );

    [Fact]
    public void Rates_are_shares_above_a_threshold()
    {
        var roc = new Roc([1, 2, 3, 4], [3, 5]);
        Assert.Equal((0.25, 0.5), (roc.FalsePositiveRate(3), roc.DetectionRate(3)));
        Assert.Equal((0, 0), (roc.FalsePositiveRate(5), roc.DetectionRate(5)));
    }

    // Few different values, so that many are level.
    private static Gen<float[]> Scores => Gen.Int[0, 12].Select(i => (float)i).Array[1, 40];
}
