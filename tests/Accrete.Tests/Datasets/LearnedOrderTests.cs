using Accrete.Datasets;
using Accrete.Tests.Cumulative;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

public sealed class LearnedOrderTests : IDisposable
{
    private const int Images = 60;
    private const int BatchSize = 6;

    private readonly ImageSet set = TinyRuns.Set(Images, 1);

    public void Dispose() => set.Dispose();

    [Fact]
    public void The_first_pass_has_all_images_once()
    {
        var samples = new LearnedSamples(Images);
        using var stream = Stream(samples, 0.5);
        var seen = Pass(stream, Images / BatchSize);
        Assert.Equal(Enumerable.Range(0, Images), seen.Select(s => s.Image).Order());
        Assert.All(seen, s => Assert.Equal(1, s.Weight));
    }

    [Fact]
    public void Later_ones_leave_out_images_that_are_learned_and_those_that_stay_count_for_them()
    {
        // Images below 30 are learned; what was not seen yet is kept.
        var samples = new LearnedSamples(
            [
                .. Enumerable
                    .Range(0, Images)
                    .Select(i =>
                        i < 30 ? 0.1f
                        : i < 50 ? 2
                        : float.PositiveInfinity
                    ),
            ],
            null
        );
        var (total, sum) = (0, new double[Images]);
        for (var turn = 0; turn < 300; turn++)
        {
            samples.EndPass();
            using var stream = Stream(samples, 0.5, turn);
            stream.Next();
            var pass = samples.Pass!;
            Assert.Superset(Enumerable.Range(30, 30).ToHashSet(), pass.Order.ToHashSet());
            Assert.Equal(pass.Order.Count, pass.Order.Distinct().Count());
            // Twice as much as the others, and 1 in the mean.
            Assert.Single(
                pass.Order.Zip(pass.Weights, (image, weight) => Math.Round(image < 30 ? weight / 2 : weight, 5))
                    .Distinct()
            );
            Assert.Equal(1, pass.Weights.Average(), 1e-5);
            total += pass.Order.Count;
            foreach (var (image, weight) in pass.Order.Zip(pass.Weights))
            {
                sum[image] += weight * Images / pass.Order.Count / 300;
            }
        }

        Assert.InRange(total / 300.0, 44, 46);
        // On average each image counts the same, however often it is shown.
        Assert.All(sum, s => Assert.InRange(s, 0.7, 1.3));
    }

    [Fact]
    public void Losses_decide_only_when_a_pass_begins()
    {
        var samples = new LearnedSamples(Images);
        using var stream = Stream(samples, 0.9);
        for (var step = 0; step < Images / BatchSize; step++)
        {
            var batch = stream.Next();
            samples.Record(batch.Indices, [.. batch.Indices.Select(i => i < 50 ? 0.01f : 5f)]);
        }

        stream.Next();
        Assert.Equal((1, 10), (samples.Pass!.Number, samples.Pass.Start));
        Assert.InRange(samples.Pass.Order.Count, 10, 30);
        Assert.Superset(Enumerable.Range(50, 10).ToHashSet(), samples.Pass.Order.ToHashSet());
    }

    [Fact]
    public void Batches_are_those_of_their_indices()
    {
        var samples = new LearnedSamples(Images);
        using var stream = Stream(samples, 0.5);
        for (var step = 0; step < 40; step++)
        {
            var batch = stream.Next();
            Assert.Equal(batch.Indices.Select(i => (long)(i % 3)), batch.Labels.data<long>().ToArray());
            samples.Record(batch.Indices, [.. batch.Indices.Select(i => (float)i)]);
        }
    }

    [Fact]
    public void Nothing_is_left_out_where_the_share_is_0()
    {
        var samples = new LearnedSamples([.. Enumerable.Range(0, Images).Select(i => (float)i)], null);
        using var stream = Stream(samples, 0);
        stream.Next();
        Assert.Equal(Images, samples.Pass!.Order.Count);
        Assert.All(samples.Pass.Weights, w => Assert.Equal(1, w));
    }

    [Fact]
    public void A_pass_that_does_not_fit_the_images_is_an_error()
    {
        Assert.Throws<InvalidInputException>(() => new LearnedSamples([1, 2], new SamplePass(0, 0, [2], [1])));
        Assert.Throws<InvalidInputException>(() => new LearnedSamples([1, 2], new SamplePass(0, 0, [1], [1, 1])));
        Assert.Throws<InvalidInputException>(() => new LearnedSamples([1, 2], new SamplePass(0, -1, [1], [1])));
    }

    private BatchStream Stream(LearnedSamples samples, double dropped, int seed = 1) =>
        new(
            set,
            [.. Enumerable.Range(0, Images)],
            BatchSize,
            Preprocessing.Of(set),
            Augmentation.None,
            ScalarType.Float32,
            CPU,
            new Seed((ulong)seed),
            samples,
            _ => dropped
        );

    private static List<(int Image, float Weight)> Pass(BatchStream stream, int steps)
    {
        var seen = new List<(int, float)>();
        for (var step = 0; step < steps; step++)
        {
            var batch = stream.Next();
            seen.AddRange(batch.Indices.Zip(batch.Weights!));
        }

        return seen;
    }
}
