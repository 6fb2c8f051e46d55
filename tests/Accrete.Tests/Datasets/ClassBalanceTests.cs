using Accrete.Datasets;

namespace Accrete.Tests.Datasets;

public sealed class ClassBalanceTests
{
    // 40, 7 and 3 images of three classes, and ten that are of none of the subset's.
    private static readonly long[] Labels =
    [
        .. Enumerable.Repeat(5L, 10),
        .. Enumerable.Repeat(2L, 40),
        .. Enumerable.Repeat(0L, 7),
        .. Enumerable.Repeat(1L, 3),
    ];

    private static readonly int[] Subset = [.. Enumerable.Range(10, 50)];

    [Fact]
    public void Sampling_shows_as_many_of_each_class_in_each_epoch()
    {
        var order = new BalancedOrder(Subset, Labels, 5, new Seed(1));
        var seen = new Dictionary<int, int>();
        for (var epoch = 0; epoch < 60; epoch++)
        {
            int[] shown = [.. Enumerable.Range(epoch * 10, 10).SelectMany(step => Step(order, step, 5).Images)];
            Assert.Equal(50, shown.Length);
            Assert.All(shown.CountBy(i => Labels[i]), c => Assert.InRange(c.Value, 16, 17));
            Assert.Equal(3, shown.Select(i => Labels[i]).Distinct().Count());
            // Of a class no image comes much more often than another.
            Assert.All(
                Subset.GroupBy(i => Labels[i]),
                c =>
                {
                    int[] times = [.. c.Select(i => shown.Count(s => s == i))];
                    Assert.InRange(times.Max() - times.Min(), 0, 1);
                }
            );
            foreach (var image in shown)
            {
                seen[image] = seen.GetValueOrDefault(image) + 1;
            }
        }

        Assert.Equal(Subset, seen.Keys.Order());
    }

    [Fact]
    public void Sampling_depends_on_seed_and_step_alone()
    {
        var (one, two, other) = (
            new BalancedOrder(Subset, Labels, 6, new Seed(1)),
            new BalancedOrder(Subset, Labels, 6, new Seed(1)),
            new BalancedOrder(Subset, Labels, 6, new Seed(2))
        );
        int[] steps = [.. Enumerable.Range(0, 40)];
        var forward = steps.Select(s => Step(one, s, 6).Images).ToArray();
        var backward = steps.Reverse().Select(s => Step(two, s, 6).Images).Reverse().ToArray();
        Assert.Equal(forward, backward);
        Assert.NotEqual(forward, steps.Select(s => Step(other, s, 6).Images).ToArray());
        Assert.NotEqual(forward[..8], forward[8..16]);
    }

    [Fact]
    public void Sampling_goes_with_fewer_images_than_classes_have_places() =>
        Assert.Equal([10], Step(new BalancedOrder([10], Labels, 1, new Seed(1)), 7, 1).Images);

    [Fact]
    public void Weights_are_inverse_frequencies_with_a_mean_of_1()
    {
        var order = new WeightedOrder(new EpochOrder(Subset, 10, new Seed(1)), Subset, Labels);
        var shown = Enumerable
            .Range(0, 5)
            .Select(s => Step(order, s, 10))
            .SelectMany(s => s.Images.Zip(s.Weights))
            .ToArray();
        Assert.Equal(Subset, shown.Select(s => s.First).Order());
        Assert.Equal(1, shown.Average(s => s.Second), 1e-5);
        Assert.All(shown.GroupBy(s => Labels[s.First]), c => Assert.Equal(50 / 3.0, c.Sum(s => s.Second), 1e-4));
        Assert.All(shown.GroupBy(s => Labels[s.First]), c => Assert.Single(c.Select(s => s.Second).Distinct()));
    }

    private static (int[] Images, float[] Weights) Step(IBatchOrder order, long step, int size)
    {
        var (images, weights) = (new int[size], new float[size]);
        order.Fill(step, images, weights);
        return (images, weights);
    }
}
