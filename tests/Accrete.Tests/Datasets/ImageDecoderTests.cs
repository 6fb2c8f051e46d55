using System.Buffers.Binary;
using Accrete.Blueprints;
using Accrete.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Datasets;

public sealed class ImageDecoderTests
{
    private static readonly ImageShape Small = new(3, 4, 4);

    [Fact]
    public void Channels_come_in_the_order_red_green_blue()
    {
        var pixels = ImageDecoder.Decode(
            Made.Png(4, 4, (x, y) => new SKColor((byte)x, (byte)(10 * y), 200)),
            "a.png",
            Small
        );
        for (var i = 0; i < 16; i++)
        {
            Assert.Equal((i % 4, 10 * (i / 4), 200), (pixels[i], pixels[16 + i], pixels[32 + i]));
        }
    }

    [Fact]
    public void A_bmp_is_upright()
    {
        var pixels = ImageDecoder.Decode(
            Made.Bmp(4, 4, (x, y) => new SKColor((byte)x, (byte)(10 * y), 200)),
            "a.bmp",
            Small
        );
        Assert.Equal((0, 10, 200), (pixels[4], pixels[16 + 4], pixels[32 + 4]));
    }

    [Fact]
    public void Grey_becomes_three_equal_channels_and_colour_one_by_luma()
    {
        var grey = ImageDecoder.Decode(
            Made.Png(4, 4, (_, _) => new SKColor(90, 90, 90)),
            "a.png",
            new ImageShape(1, 4, 4)
        );
        Assert.All(grey, v => Assert.Equal(90, v));
        var luma = ImageDecoder.Decode(Made.Png(4, 4, (_, _) => SKColors.Red), "a.png", new ImageShape(1, 4, 4));
        Assert.All(luma, v => Assert.Equal(76, v));
        Assert.All(ImageDecoder.Decode(Made.GreyJpeg(4, 4, 90), "a.jpg", Small), v => Assert.InRange(v, 89, 91));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    public void Transparency_is_white(int side)
    {
        var clear = ImageDecoder.Decode(Made.Png(side, side, (_, _) => new SKColor(0, 0, 0, 0)), "a.png", Small);
        Assert.All(clear, v => Assert.Equal(255, v));
        var half = ImageDecoder.Decode(Made.Png(side, side, (_, _) => new SKColor(0, 0, 0, 128)), "a.png", Small);
        Assert.All(half, v => Assert.InRange(v, 126, 128));
    }

    [Fact]
    public void A_wide_image_is_cropped_at_the_centre()
    {
        // Thirds of red, green and blue: the square in the middle of 24 x 8 is green.
        var pixels = ImageDecoder.Decode(
            Made.Png(
                24,
                8,
                (x, _) =>
                    x < 8 ? SKColors.Red
                    : x < 16 ? SKColors.Lime
                    : SKColors.Blue
            ),
            "a.png",
            Small
        );
        Assert.All(pixels[16..32], v => Assert.InRange(v, 200, 255));
        Assert.InRange(pixels[1] + pixels[2], 0, 10);
    }

    [Fact]
    public void Shrinking_averages_areas()
    {
        var pixels = ImageDecoder.Decode(
            Made.Png(64, 64, (x, y) => (x + y) % 2 == 0 ? SKColors.White : SKColors.Black),
            "a.png",
            Small
        );
        Assert.All(pixels, v => Assert.InRange(v, 120, 135));
    }

    [Fact]
    public void A_photo_is_turned_upright()
    {
        // Stored with the top at the right (orientation 6): the stored left half becomes the upper half.
        var stored = Made.Jpeg(16, 16, (x, _) => x < 8 ? SKColors.White : SKColors.Black);
        var pixels = ImageDecoder.Decode(
            MadeFormats.WithOrientation("jpeg", stored, 6),
            "a.jpg",
            new ImageShape(1, 4, 4)
        );
        Assert.All(pixels[..4], v => Assert.InRange(v, 240, 255));
        Assert.All(pixels[12..], v => Assert.InRange(v, 0, 15));
    }

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("bmp")]
    public void An_image_cut_short_is_named(string kind)
    {
        SKColor Color(int x, int y) => new((byte)(x * 7), (byte)(y * 5), (byte)(x ^ y));
        var whole =
            kind == "png" ? Made.Png(32, 32, Color)
            : kind == "jpg" ? Made.Jpeg(32, 32, Color)
            : Made.Bmp(32, 32, Color);
        foreach (var length in new[] { 0, 1, 20, whole.Length / 2, whole.Length - 40 })
        {
            var error = Assert.Throws<InvalidInputException>(() =>
                ImageDecoder.Decode(whole[..length], $"cut.{kind}", Small)
            );
            Assert.StartsWith($"cut.{kind}: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Noise_is_no_image()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            Assert.Throws<InvalidInputException>(() => ImageDecoder.Decode(Made.Noise(300, seed), "noise.png", Small));
        }
    }

    [Fact]
    public void Damage_anywhere_is_an_error_or_another_image_but_no_crash()
    {
        SKColor Color(int x, int y) => new((byte)(x * 7), (byte)(y * 5), (byte)(x ^ y));
        byte[][] images = [Made.Png(24, 24, Color), Made.Jpeg(24, 24, Color), Made.Bmp(24, 24, Color)];
        var random = new Random(1);
        for (var i = 0; i < 3000; i++)
        {
            var damaged = images[i % 3].ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            damaged[random.Next(Math.Min(100, damaged.Length))] ^= (byte)(1 << random.Next(8));
            var error = Record.Exception(() => ImageDecoder.Decode(damaged, "damaged", Small));
            Assert.True(error is null or InvalidInputException, error?.ToString());
        }
    }

    [Fact]
    public void A_header_that_claims_a_giant_costs_nothing()
    {
        var bomb = Made.Png(4, 4, (_, _) => SKColors.Red);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), 30_000);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), 30_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), MadeFormats.Crc32(bomb.AsSpan(12, 17)));
        var error = Assert.Throws<InvalidInputException>(() => ImageDecoder.Decode(bomb, "bomb.png", Small));
        Assert.Contains("64 megapixels", error.Message, StringComparison.Ordinal);
    }
}
