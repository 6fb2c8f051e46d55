using Accrete.Blueprints;
using Accrete.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

public sealed class BatchStreamTests : IDisposable
{
    private static readonly ImageShape Shape = new(3, 9, 7);
    private static readonly Augmentation Full = new()
    {
        Flip = true,
        Crop = 3,
        Cutout = 4,
    };

    private readonly ImageSet set = Made.Set(50, Shape);
    private readonly Preprocessing preprocessing = new(Shape, [0.4f, 0.5f, 0.6f], [0.2f, 0.3f, 0.25f]);

    public void Dispose() => set.Dispose();

    [Fact]
    public void One_epoch_shows_every_image_once_and_the_next_in_another_order()
    {
        using var marked = new ImageSet(zeros([50, 3, 9, 7], ScalarType.Byte), arange(50, ScalarType.Int64));
        using var stream = new BatchStream(
            marked,
            All(50),
            10,
            preprocessing,
            Augmentation.None,
            ScalarType.Float32,
            CPU,
            new Seed(1)
        );
        Assert.Equal(5, stream.StepsPerEpoch);
        var first = Enumerable.Range(0, 5).SelectMany(_ => Labels(stream.Next())).ToArray();
        var second = Enumerable.Range(0, 5).SelectMany(_ => Labels(stream.Next())).ToArray();
        Assert.Equal(All(50).Select(i => (long)i), first.Order());
        Assert.Equal(All(50).Select(i => (long)i), second.Order());
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void The_last_part_of_an_epoch_is_dropped_and_a_small_subset_is_one_batch()
    {
        using var dropped = Stream(All(23), 10);
        Assert.Equal(2, dropped.StepsPerEpoch);
        using var small = Stream([3, 7, 20], 10);
        Assert.Equal(1, small.StepsPerEpoch);
        Assert.Equal([0L, 3, 7], Labels(small.Next()).Order());
        Assert.Equal([0L, 3, 7], Labels(small.Next()).Order());
    }

    [Fact]
    public void Any_step_can_be_reached_directly()
    {
        using var whole = Stream(All(50), 8);
        var expected = Enumerable.Range(0, 20).Select(_ => Bytes(whole.Next())).ToArray();
        using var jumping = Stream(All(50), 8);
        foreach (var step in new[] { 13, 14, 2, 19, 0, 6 })
        {
            jumping.Seek(step);
            Assert.Equal(expected[step], Bytes(jumping.Next()));
        }

        Assert.Equal(expected[7], Bytes(jumping.Next()));
    }

    [Fact]
    public void Seeds_differ()
    {
        using var one = Stream(All(50), 8, seed: 1);
        using var two = Stream(All(50), 8, seed: 2);
        Assert.NotEqual(Bytes(one.Next()), Bytes(two.Next()));
    }

    [Fact]
    public void A_batch_stays_valid_until_the_second_one_after_it()
    {
        using var stream = Stream(All(50), 8);
        var batch = stream.Next();
        var before = Bytes(batch);
        stream.Next();
        Thread.Sleep(20);
        Assert.Equal(before, Bytes(batch));
    }

    [Fact]
    public void Agrees_with_a_slow_obvious_implementation()
    {
        foreach (
            var augmentation in new[]
            {
                Augmentation.None,
                new() { Flip = true },
                new() { Crop = 2 },
                new() { Cutout = 3 },
                Full,
                Full with
                {
                    Crop = 7,
                    Cutout = 20,
                },
            }
        )
        {
            using var stream = new BatchStream(
                set,
                All(50),
                16,
                preprocessing,
                augmentation,
                ScalarType.Float32,
                CPU,
                new Seed(5)
            );
            for (var step = 0; step < 7; step++)
            {
                var batch = stream.Next();
                var (images, labels) = Obviously(step, augmentation);
                Assert.Equal(labels, Labels(batch));
                Assert.Equal(images, batch.Images.contiguous().data<float>().ToArray());
            }
        }
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void Shorter_types_are_float32_rounded(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var exact = Stream(All(50), 16);
        using var rounded = Stream(All(50), 16, type: type);
        for (var step = 0; step < 4; step++)
        {
            var (expected, actual) = (exact.Next().Images.to_type(type), rounded.Next().Images);
            Assert.Equal(type, actual.dtype);
            Assert.True(expected.equal(actual).all().item<bool>());
        }
    }

    [Fact]
    public void Float64_is_close_to_float32()
    {
        using var scope = NewDisposeScope();
        using var single = Stream(All(50), 16);
        using var twice = Stream(All(50), 16, type: ScalarType.Float64);
        Assert.InRange((single.Next().Images - twice.Next().Images).abs().max().item<double>(), 1e-12, 1e-5);
    }

    [Fact]
    public void Strides_are_channels_last()
    {
        using var stream = Stream(All(50), 4);
        var batch = stream.Next();
        Assert.Equal([4L, 3, 9, 7], batch.Images.shape);
        Assert.Equal([189L, 1, 21, 3], batch.Images.stride());
        Assert.Equal(ScalarType.Int64, batch.Labels.dtype);
    }

    [Fact]
    public void Steps_make_no_tensors()
    {
        using var stream = Stream(All(50), 8);
        stream.Next();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 200; i++)
        {
            stream.Next();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Disposing_frees_all_tensors()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 10; i++)
        {
            using var stream = Stream(All(50), 8);
            stream.Next();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Outlives_the_dispose_scope_that_it_was_made_in()
    {
        BatchStream stream;
        using (NewDisposeScope())
        {
            stream = Stream(All(50), 8);
        }

        Assert.NotEmpty(Bytes(stream.Next()));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(stream.Next);
    }

    [Fact]
    public void A_failure_while_preparing_comes_out_of_Next()
    {
        // The step after the last number there is has a negative one, and no images.
        using var stream = Stream(All(50), 10);
        stream.Seek(long.MaxValue - 1);
        Assert.NotNull(stream.Next());
        Assert.NotNull(
            Record.Exception(() =>
            {
                stream.Next();
                stream.Next();
            })
        );
    }

    [Fact]
    public void Wrong_input_is_an_error()
    {
        Assert.Throws<InvalidInputException>(() => Stream([], 8));
        Assert.Throws<InvalidInputException>(() => Stream([0, 50], 8));
        Assert.Throws<InvalidInputException>(() => Stream([-1], 8));
        Assert.Throws<InvalidInputException>(() => Stream(All(50), 0));
        Assert.Throws<InvalidInputException>(() => Stream(All(50), 8, type: ScalarType.Int32));
        Assert.Throws<InvalidInputException>(() => Stream(All(50), 8, augmentation: new() { Crop = -1 }));
        Assert.Throws<InvalidInputException>(() => Stream(All(50), 8, augmentation: new() { Crop = 8 }));
        Assert.Throws<InvalidInputException>(() => Stream(All(50), 8, augmentation: new() { Cutout = -1 }));
        var grey = new Preprocessing(new ImageShape(1, 9, 7), [0.5f], [0.5f]);
        Assert.Throws<InvalidInputException>(() =>
            new BatchStream(set, All(50), 8, grey, Full, ScalarType.Float32, CPU, default)
        );
        var flat = preprocessing with { Deviation = [1, 0, 1] };
        Assert.Throws<InvalidInputException>(() =>
            new BatchStream(set, All(50), 8, flat, Full, ScalarType.Float32, CPU, default)
        );
    }

    private static int[] All(int count) => [.. Enumerable.Range(0, count)];

    private static long[] Labels(Batch batch) => batch.Labels.data<long>().ToArray();

    private static byte[] Bytes(Batch batch)
    {
        using var scope = NewDisposeScope();
        return batch.Images.permute(0, 2, 3, 1).bytes.ToArray();
    }

    private BatchStream Stream(
        int[] subset,
        int size,
        ScalarType type = ScalarType.Float32,
        ulong seed = 5,
        Augmentation? augmentation = null
    ) => new(set, subset, size, preprocessing, augmentation ?? Full, type, CPU, new Seed(seed));

    // Pixel by pixel: pad with black, cut the window out, mirror it, normalise, and set the hole to 0.
    private (float[] Images, long[] Labels) Obviously(long step, Augmentation augmentation)
    {
        var indices = new int[16];
        new EpochOrder(All(50), 16, new Seed(5).For("order")).Fill(step, indices, new float[16]);
        var random = new Seed(5).For("augment").At(step).Random();
        var source = Made.Pixels(set);
        var images = new List<float>();
        foreach (var index in indices)
        {
            var placement = Placement.Draw(augmentation, Shape, random);
            for (var c = 0; c < 3; c++)
            {
                for (var y = 0; y < 9; y++)
                {
                    for (var x = 0; x < 7; x++)
                    {
                        var (row, column) = (y + placement.Down, (placement.Flip ? 6 - x : x) + placement.Right);
                        var pixel =
                            row is < 0 or >= 9 || column is < 0 or >= 7
                                ? (byte)0
                                : source[(index * 189) + (c * 63) + (row * 7) + column];
                        var hole = placement.Hole;
                        var inHole = y >= hole.Top && y < hole.Bottom && x >= hole.Left && x < hole.Right;
                        images.Add(inHole ? 0 : ((pixel / 255f) - preprocessing.Mean[c]) / preprocessing.Deviation[c]);
                    }
                }
            }
        }

        return (images.ToArray(), indices.Select(i => i % 10L).ToArray());
    }
}
