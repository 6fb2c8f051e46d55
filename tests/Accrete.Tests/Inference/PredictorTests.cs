using Accrete.Inference;
using Accrete.Tests.Cli;
using Accrete.Tests.Datasets;
using SkiaSharp;
using TorchSharp;

namespace Accrete.Tests.Inference;

public sealed class PredictorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Model model = MadeModel.Make();

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Keeps_the_order_of_the_files_whatever_the_batch()
    {
        var files = Enumerable
            .Range(0, 7)
            .Select(i =>
                i == 3
                    ? folder.Write("3.png", "bad")
                    : folder.Write($"{i}.png", Made.Png(9, 9, (x, y) => new SKColor((byte)(i * x * 4), (byte)y, 0)))
            )
            .ToArray();

        using var single = new Predictor(model, new PredictorOptions { BatchSize = 1 });
        using var together = new Predictor(model, new PredictorOptions { BatchSize = 100 });
        var one = single.Predict(files).ToArray();
        var all = together.Predict(files).ToArray();

        Assert.Equal(files, one.Select(p => p.File));
        Assert.Equal(files, all.Select(p => p.File));
        Assert.Equal([3], all.Index().Where(p => p.Item.Problem is not null).Select(p => p.Index));
        Assert.All(
            one.Zip(all).Where(p => p.First.Problem is null),
            p => Assert.Equal(p.First.Top[0].Confidence, p.Second.Top[0].Confidence, 1e-6)
        );
    }

    [Fact]
    public void Says_the_same_of_a_file_a_stream_and_bytes()
    {
        var bytes = Made.Png(20, 12, (x, y) => new SKColor((byte)(9 * x), (byte)(7 * y), 100));
        var file = folder.Write("a.png", bytes);
        using var predictor = new Predictor(model, new PredictorOptions { Top = 4 });
        using var stream = new MemoryStream(bytes);

        var expected = predictor.Predict(file);

        Assert.Equal((file, 4), (expected.File, expected.Top.Count));
        Assert.Equal(1, expected.Top.Sum(t => t.Confidence), 1e-9);
        Assert.Equal(expected.Top, predictor.Predict([file]).Single().Top);
        Assert.Equal(expected.Top, predictor.Predict(stream).Top);
        Assert.Equal(expected.Top, predictor.Predict(bytes).Top);
        Assert.True(stream.CanRead);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Says_of_pixels_what_it_says_of_their_file(int channels)
    {
        using var predictor = new Predictor(model, new PredictorOptions { Top = 4 });
        var (pixels, height, width) = (new byte[13 * 20 * channels], 13, 20);
        for (var i = 0; i < pixels.Length; i++)
        {
            // A transparent corner, where there is transparency.
            pixels[i] = (byte)(channels == 4 && i % 4 == 3 ? (i < 80 ? 90 : 255) : 37 * i);
        }

        var png = Made.Png(width, height, Colour);

        Assert.Equal(predictor.Predict(png).Top, predictor.PredictPixels(pixels, height, width).Top);

        SKColor Colour(int x, int y)
        {
            var pixel = pixels.AsSpan(((y * width) + x) * channels, channels);
            return channels == 1
                ? new SKColor(pixel[0], pixel[0], pixel[0])
                : new SKColor(pixel[0], pixel[1], pixel[2], channels == 4 ? pixel[3] : (byte)255);
        }
    }

    [Theory]
    [InlineData(11, 2, 2)]
    [InlineData(8, 2, 2)]
    [InlineData(0, 0, 2)]
    [InlineData(12, -2, -2)]
    public void Pixels_whose_number_fits_no_image_are_refused(int bytes, int height, int width)
    {
        using var predictor = new Predictor(model);

        var error = Assert.Throws<InvalidInputException>(() => predictor.PredictPixels(new byte[bytes], height, width));

        Assert.StartsWith($"pixels: are {bytes} bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_image_is_an_error_that_names_it()
    {
        var bad = folder.Write("bad.png", "bad");
        using var predictor = new Predictor(model);

        Fails(() => predictor.Predict(bad), bad);
        Fails(() => predictor.Predict(folder["none.png"]), $"{folder["none.png"]}: there is no such file");
        Fails(() => predictor.Predict("bad"u8, "upload"), "upload: ");
        Fails(() => predictor.Predict(Stream.Null, "stream"), "stream: ");

        static void Fails(Action predict, string says) =>
            Assert.StartsWith(says, Assert.Throws<InvalidInputException>(predict).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Its_answers_are_the_same_bits_from_eight_threads_at_once()
    {
        byte[][] images =
        [
            .. Enumerable
                .Range(0, 16)
                .Select(i => Made.Png(12 + i, 14, (x, y) => new SKColor((byte)(i * x * 4), (byte)(y * i), 0))),
        ];
        using var predictor = new Predictor(model, new PredictorOptions { Top = 4 });
        var expected = images.Select(i => predictor.Predict(i).Top).ToArray();

        var different = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(t => new Thread(() => Ask(t)))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.Equal(0, different);

        void Ask(int from)
        {
            for (var i = 0; i < 200; i++)
            {
                var image = (from + i) % images.Length;
                // Records of doubles are equal only where every bit is.
                if (!predictor.Predict(images[image]).Top.SequenceEqual(expected[image]))
                {
                    Interlocked.Increment(ref different);
                }
            }
        }
    }

    [Fact]
    public void Keeps_what_it_needs_of_the_model_and_gives_it_back()
    {
        var image = Made.Png(12, 12, (x, y) => new SKColor((byte)(x * y), 0, 0));
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var own = MadeModel.Make();
        var predictor = new Predictor(own);
        var expected = predictor.Predict(image).Top;

        own.Dispose();

        Assert.Equal(expected, predictor.Predict(image).Top);
        predictor.Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Weights_that_are_not_finite_are_an_error()
    {
        using (torch.no_grad())
        {
            model.Network.State["head.bias"].fill_(float.NaN);
        }

        var file = folder.Write("a.png", Made.Png(9, 9, (x, y) => SKColors.Red));
        using var predictor = new Predictor(model);

        Assert.Contains(
            "not finite",
            Assert.Throws<AccreteException>(() => predictor.Predict(file)).Message,
            StringComparison.Ordinal
        );
    }
}
