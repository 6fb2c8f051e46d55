using Accrete.Blueprints;
using Accrete.Datasets;
using CsCheck;
using SkiaSharp;

namespace Accrete.Tests.Datasets;

public sealed class PixelFitterTests
{
    private static readonly ImageShape Square = new(3, 16, 16);

    [Fact]
    public void What_transparent_pixels_hide_is_never_seen()
    {
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[0, 1 << 20], Gen.Enum<ImageFit>())
            .Sample(
                (width, height, seed, fit) =>
                {
                    var random = new Random(seed);
                    var shown = Enumerable
                        .Range(0, width * height)
                        .Select(_ =>
                            new SKColor((uint)random.NextInt64(1L << 32)).WithAlpha((byte)(random.Next(2) * 255))
                        )
                        .ToArray();
                    var hidden = new SKColor((uint)random.NextInt64(1L << 32)).WithAlpha(0);
                    byte[] Decoded(SKColor other) =>
                        ImageDecoder.Decode(
                            Made.Png(width, height, (x, y) => shown[(y * width) + x] is { Alpha: > 0 } c ? c : other),
                            "a.png",
                            Square,
                            fit
                        );
                    return Decoded(hidden).SequenceEqual(Decoded(new SKColor(255, 255, 255, 0)));
                },
                iter: 200
            );
    }

    [Fact]
    public void Pixels_that_are_partly_transparent_are_mixed_with_white_before_they_are_mixed_with_others()
    {
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[0, 1 << 20])
            .Sample(
                (width, height, seed) =>
                {
                    var random = new Random(seed);
                    var colours = Enumerable
                        .Range(0, width * height)
                        .Select(_ => new SKColor((uint)random.NextInt64(1L << 32)))
                        .ToArray();
                    byte OnWhite(byte value, byte alpha) =>
                        (byte)(((value * alpha) + (255 * (255 - alpha)) + 127) / 255);
                    SKColor Flat(SKColor c) =>
                        new(OnWhite(c.Red, c.Alpha), OnWhite(c.Green, c.Alpha), OnWhite(c.Blue, c.Alpha));
                    return ImageDecoder
                        .Decode(Made.Png(width, height, (x, y) => colours[(y * width) + x]), "a.png", Square)
                        .SequenceEqual(
                            ImageDecoder.Decode(
                                Made.Png(width, height, (x, y) => Flat(colours[(y * width) + x])),
                                "a.png",
                                Square
                            )
                        );
                },
                iter: 100
            );
    }

    [Theory]
    [InlineData(64, 16)]
    [InlineData(16, 64)]
    [InlineData(400, 100)]
    [InlineData(8, 2)]
    public void Pad_shows_the_whole_image_with_black_beside_it(int width, int height)
    {
        var pixels = Decode(width, height, ImageFit.Pad);
        var (across, down) = width > height ? (16, 4) : (4, 16);
        for (var i = 0; i < 256; i++)
        {
            var (x, y) = (i % 16, i / 16);
            var inside = x >= (16 - across) / 2 && x < (16 + across) / 2 && y >= (16 - down) / 2 && y < (16 + down) / 2;
            Assert.Equal(inside ? 255 : 0, pixels[i]);
        }

        AssertEndsAreSeen(pixels, width > height, (16 - 4) / 2);
    }

    [Theory]
    [InlineData(64, 16)]
    [InlineData(16, 64)]
    [InlineData(400, 100)]
    [InlineData(8, 2)]
    [InlineData(2000, 3)]
    public void Stretch_shows_the_whole_image_and_nothing_else(int width, int height)
    {
        var pixels = Decode(width, height, ImageFit.Stretch);
        Assert.All(pixels[..256], v => Assert.Equal(255, v));
        AssertEndsAreSeen(pixels, width > height, 0);
    }

    [Fact]
    public void Stretch_averages_each_side_by_its_own_scale()
    {
        // Lines of one pixel, black and white in turn: their mean wherever the side is shrunk, and themselves where it
        // is not.
        var pixels = ImageDecoder.Decode(
            Made.Png(128, 16, (x, _) => x % 2 == 0 ? SKColors.White : SKColors.Black),
            "a.png",
            Square,
            ImageFit.Stretch
        );
        Assert.All(pixels, v => Assert.InRange(v, 120, 135));
        var rows = ImageDecoder.Decode(
            Made.Png(128, 16, (_, y) => y % 2 == 0 ? SKColors.White : SKColors.Black),
            "a.png",
            Square,
            ImageFit.Stretch
        );
        Assert.All(
            rows.Chunk(16).Index(),
            r => Assert.All(r.Item, v => Assert.InRange(v, r.Index % 2 == 0 ? 250 : 0, r.Index % 2 == 0 ? 255 : 5))
        );
    }

    [Fact]
    public void A_square_image_is_the_same_in_every_fit()
    {
        foreach (var side in new[] { 4, 16, 23, 50, 111 })
        {
            var file = Made.Png(side, side, (x, y) => new SKColor((byte)(x * 7), (byte)(y * 5), (byte)(x ^ y)));
            var crop = ImageDecoder.Decode(file, "a.png", Square);
            Assert.Equal(crop, ImageDecoder.Decode(file, "a.png", Square, ImageFit.Pad));
            Assert.Equal(crop, ImageDecoder.Decode(file, "a.png", Square, ImageFit.Stretch));
        }
    }

    [Fact]
    public void A_turned_image_is_fitted_as_it_is_looked_at()
    {
        var wide = Made.Png(96, 24, (x, y) => new SKColor((byte)(2 * x), (byte)(9 * y), 7));
        var tall = MadeFormats.WithOrientation(
            "png",
            Made.Png(24, 96, (x, y) => new SKColor((byte)(2 * y), (byte)(9 * (23 - x)), 7)),
            8
        );
        foreach (var fit in Enum.GetValues<ImageFit>())
        {
            var (one, other) = (
                ImageDecoder.Decode(wide, "wide.png", Square, fit),
                ImageDecoder.Decode(tall, "tall.png", Square, fit)
            );
            Assert.All(one.Zip(other), p => Assert.InRange(p.First - p.Second, -2, 2));
        }
    }

    // Red throughout, with green in the first eighth of the longer side and blue in the last one.
    private static byte[] Decode(int width, int height, ImageFit fit) =>
        ImageDecoder.Decode(
            Made.Png(
                width,
                height,
                (x, y) =>
                {
                    var at = width > height ? (x + 0.5) / width : (y + 0.5) / height;
                    return new SKColor(255, (byte)(at < 0.125 ? 255 : 0), (byte)(at > 0.875 ? 255 : 0));
                }
            ),
            "a.png",
            Square,
            fit
        );

    private static void AssertEndsAreSeen(byte[] pixels, bool wide, int from)
    {
        int At(int along) => wide ? (from * 16) + along : (along * 16) + from;
        Assert.True(pixels[256 + At(0)] > 100 && pixels[256 + At(15)] < 50, "The first eighth is not seen.");
        Assert.True(pixels[512 + At(15)] > 100 && pixels[512 + At(0)] < 50, "The last eighth is not seen.");
    }
}
