using Accrete.Blueprints;
using Accrete.Datasets;
using CsCheck;

namespace Accrete.Tests.Datasets;

public sealed class NestedSubsetTests
{
    private const int Classes = 5;

    // Every class at least once, the rest at random.
    private static readonly Gen<long[]> Labels = Gen.Long[0, Classes - 1]
        .Array[0, 200]
        .Select(l => (long[])[.. l, .. Enumerable.Range(0, Classes).Select(i => (long)i)]);

    [Fact]
    public void Smaller_lies_within_larger_and_keeps_the_classes()
    {
        Gen.Select(Labels, Gen.Double[0.001, 1], Gen.Double[0.001, 1], Gen.ULong)
            .Sample(
                (labels, a, b, seed) =>
                {
                    var small = NestedSubset.Take(labels, Classes, Math.Min(a, b), new Seed(seed));
                    var large = NestedSubset.Take(labels, Classes, Math.Max(a, b), new Seed(seed));
                    return small.All(large.Contains)
                        && small.SequenceEqual(small.Distinct().Order())
                        && Enumerable
                            .Range(0, Classes)
                            .All(c =>
                            {
                                var all = labels.Count(l => l == c);
                                var kept = small.Count(i => labels[i] == c);
                                return kept >= 1 && Math.Abs(kept - Math.Max(1, Math.Min(a, b) * all)) <= 0.5;
                            });
                }
            );
    }

    [Fact]
    public void Counts_are_exact_nested_and_balanced()
    {
        Gen.Select(Labels, Gen.Double[0, 1], Gen.Double[0, 1], Gen.ULong)
            .Sample(
                (labels, a, b, seed) =>
                {
                    int Count(double share) => Classes + (int)(share * (labels.Length - Classes));
                    var small = NestedSubset.TakeCount(labels, Classes, Count(Math.Min(a, b)), new Seed(seed));
                    var large = NestedSubset.TakeCount(labels, Classes, Count(Math.Max(a, b)), new Seed(seed));
                    return small.Length == Count(Math.Min(a, b))
                        && small.All(large.Contains)
                        && small.Select(i => labels[i]).Distinct().Count() == Classes;
                }
            );
    }

    [Fact]
    public void Share_one_is_everything()
    {
        using var set = Made.Set(50, new ImageShape(1, 2, 2));
        Assert.Equal(Enumerable.Range(0, 50), NestedSubset.Take(set, 10, 1, new Seed(3)));
    }

    [Fact]
    public void Seeds_differ_and_one_seed_is_stable()
    {
        var labels = Enumerable.Range(0, 1000).Select(i => i % 10L).ToArray();
        Assert.Equal(NestedSubset.Take(labels, 10, 0.1, new Seed(1)), NestedSubset.Take(labels, 10, 0.1, new Seed(1)));
        Assert.NotEqual(
            NestedSubset.Take(labels, 10, 0.1, new Seed(1)),
            NestedSubset.Take(labels, 10, 0.1, new Seed(2))
        );
        Assert.Equal(100, NestedSubset.Take(labels, 10, 0.1, new Seed(1)).Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.0001)]
    [InlineData(double.NaN)]
    public void A_share_out_of_range_is_an_error(double share)
    {
        var error = Assert.Throws<InvalidInputException>(() => NestedSubset.Take([0L, 1L], 2, share, default));
        Assert.Contains("share = ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void A_count_outside_the_set_is_an_error(int count)
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            NestedSubset.TakeCount([0L, 1L, 0L, 1L], 2, count, default)
        );
        Assert.Contains($"images = {count}: the set has 4 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_labels_are_an_error()
    {
        Assert.Throws<InvalidInputException>(() => NestedSubset.Take([0L, 2L], 2, 1, default));
        Assert.Throws<InvalidInputException>(() => NestedSubset.Take([0L, -1L], 2, 1, default));
        Assert.Throws<InvalidInputException>(() => NestedSubset.Take([0L, 0L], 2, 1, default));
    }
}
