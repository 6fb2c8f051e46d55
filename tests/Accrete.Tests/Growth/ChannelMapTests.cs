using Accrete.Growth;
using CsCheck;

namespace Accrete.Tests.Growth;

public sealed class ChannelMapTests
{
    private static readonly Gen<(int Old, int New, double Least, int Seed)> Cases =
        from width in Gen.Int[1, 40]
        from extra in Gen.Int[0, 120]
        from least in Gen.Double[0.01, 1]
        from seed in Gen.Int[0, 1 << 20]
        select (width, width + extra, least, seed);

    [Fact]
    public void Every_old_channel_stays_in_its_place_and_is_copied_equally_often() =>
        Cases.Sample(c =>
        {
            var map = ChannelMap.Widen(c.Old, c.New, c.Least, new Seed((ulong)c.Seed));
            Assert.Equal((c.Old, c.New), (map.OldWidth, map.NewWidth));
            Assert.Equal(Enumerable.Range(0, c.Old), map.Source.Take(c.Old));
            var copies = map.Source.CountBy(s => s).Select(s => s.Value).ToArray();
            Assert.Equal(c.Old, copies.Length);
            Assert.InRange(copies.Max() - copies.Min(), 0, 1);
        });

    [Fact]
    public void Shares_sum_to_1_and_none_is_too_small() =>
        Cases.Sample(c =>
        {
            var map = ChannelMap.Widen(c.Old, c.New, c.Least, new Seed((ulong)c.Seed));
            foreach (var copies in map.Source.Zip(map.Share).GroupBy(s => s.First, s => s.Second))
            {
                var k = copies.Count();
                // The worst split: one copy weighs leastShare and all others 2 - leastShare.
                var least = c.Least / (c.Least + ((k - 1) * (2 - c.Least)));
                Assert.Equal(1, copies.Sum(), 1e-12);
                Assert.All(copies, s => Assert.InRange(s, least - 1e-12, 1));
            }
        });

    [Fact]
    public void A_channel_without_a_copy_keeps_its_whole_share_exactly() =>
        Cases.Sample(c =>
        {
            var map = ChannelMap.Widen(c.Old, c.New, c.Least, new Seed((ulong)c.Seed));
            var copies = map.Source.CountBy(s => s).ToDictionary();
            Assert.All(map.Source.Zip(map.Share).Where(s => copies[s.First] == 1), s => Assert.Equal(1.0, s.Second));
        });

    [Fact]
    public void Copies_get_unequal_shares_unless_they_are_asked_to_be_equal()
    {
        var unequal = ChannelMap.Widen(10, 20, 0.3, new Seed(1));
        Assert.All(Enumerable.Range(0, 10), i => Assert.NotEqual(0.5, unequal.Share[i]));
        var equal = ChannelMap.Widen(10, 30, 1, new Seed(1));
        Assert.All(equal.Share, s => Assert.Equal(1.0 / 3, s, 1e-15));
    }

    [Fact]
    public void The_same_seed_gives_the_same_map_and_another_another()
    {
        var one = ChannelMap.Widen(8, 12, 0.3, new Seed(1));
        var same = ChannelMap.Widen(8, 12, 0.3, new Seed(1));
        var other = ChannelMap.Widen(8, 12, 0.3, new Seed(2));
        Assert.Equal(one.Source, same.Source);
        Assert.Equal(one.Share, same.Share);
        Assert.NotEqual(one.Share, other.Share);
    }

    [Theory]
    [InlineData(0, 4, 0.5)]
    [InlineData(4, 3, 0.5)]
    [InlineData(4, 8, 0)]
    [InlineData(4, 8, 1.1)]
    [InlineData(4, 8, double.NaN)]
    public void Widths_and_shares_that_cannot_be_are_refused(int old, int wide, double least) =>
        Assert.ThrowsAny<ArgumentException>(() => ChannelMap.Widen(old, wide, least, new Seed(1)));
}
