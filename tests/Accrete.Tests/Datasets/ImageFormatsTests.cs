using Accrete.Blueprints;
using Accrete.Datasets;
using SkiaSharp;

namespace Accrete.Tests.Datasets;

/// <summary>What holds for every format that is read.</summary>
public sealed class ImageFormatsTests
{
    private static readonly ImageShape Own = new(3, 24, 40);

    public static TheoryData<string> Formats => [.. MadeFormats.All.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_that_is_cut_anywhere_is_refused_or_gives_the_same_pixels(string format)
    {
        var whole = MadeFormats.All[format];
        var pixels = ImageDecoder.Decode(whole, format, Own);
        for (var length = 0; length < whole.Length; length++)
        {
            AssertRefusedOrSame(pixels, whole[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_follows_an_image_changes_nothing(string format)
    {
        var whole = MadeFormats.All[format];
        var pixels = ImageDecoder.Decode(whole, format, Own);
        Assert.Equal(pixels, ImageDecoder.Decode([.. whole, .. new byte[100]], format, Own));
        Assert.Equal(pixels, ImageDecoder.Decode([.. whole, .. Made.Noise(100, 1)], format, Own));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("grey jpeg")]
    [InlineData("progressive jpeg")]
    [InlineData("jpeg with restarts")]
    public void A_cut_jpeg_is_refused_though_an_end_marker_or_room_that_was_never_written_follows(string format)
    {
        var whole = MadeFormats.All[format];
        var pixels = ImageDecoder.Decode(whole, format, Own);
        for (var length = 20; length < whole.Length; length++)
        {
            // What is lost of the last block alone, or of the last bits of a progressive image, is not found.
            AssertRefusedOrSame(pixels, [.. whole[..length], 0xFF, 0xD9], meanDifference: 8);
            AssertRefusedOrSame(pixels, [.. whole[..length], .. new byte[4 * whole.Length]]);
        }
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("grey jpeg")]
    [InlineData("progressive jpeg")]
    [InlineData("jpeg with restarts")]
    public void A_jpeg_that_lacks_nothing_but_its_end_marker_is_read(string format)
    {
        var whole = MadeFormats.All[format];
        var pixels = ImageDecoder.Decode(whole, format, Own);
        Assert.Equal(pixels, ImageDecoder.Decode(whole[..^2], format, Own));
        Assert.Equal(pixels, ImageDecoder.Decode(whole[..^1], format, Own));
        Assert.Equal(pixels, ImageDecoder.Decode([.. whole[..^2], .. new byte[64]], format, Own));
    }

    [Fact]
    public void A_jpeg_that_ends_in_the_grey_of_missing_rows_is_read()
    {
        var grey = Made.GreyJpeg(40, 24, 128);
        Assert.All(ImageDecoder.Decode(grey, "grey.jpg", Own), v => Assert.Equal(128, v));
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("png")]
    [InlineData("png, at its end")]
    [InlineData("png, as text")]
    [InlineData("png, as packed text")]
    [InlineData("png, in XMP")]
    [InlineData("png, in packed XMP")]
    [InlineData("webp")]
    public void Every_orientation_is_honoured(string format)
    {
        // A bright corner at the top left of the stored image, a grey one at its top right.
        SKColor Colour(int x, int y) =>
            y < 16 && x < 16 ? SKColors.White
            : y < 16 && x >= 32 ? SKColors.Gray
            : SKColors.Black;
        var stored =
            format == "jpeg" ? Made.Jpeg(48, 48, Colour)
            : format == "webp" ? MadeFormats.WebP(48, 48, Colour, SKWebpEncoderCompression.Lossless)
            : Made.Png(48, 48, Colour);
        // Where the two corners are when the image is upright: 0 top left, 1 top right, 2 bottom left, 3 bottom right.
        (int White, int Grey)[] upright = [(0, 1), (1, 0), (3, 2), (2, 3), (0, 2), (1, 3), (3, 1), (2, 0)];
        foreach (var little in new[] { true, false })
        {
            for (var orientation = 1; orientation <= 8; orientation++)
            {
                var pixels = ImageDecoder.Decode(
                    MadeFormats.WithOrientation(format, stored, orientation, little),
                    format,
                    new ImageShape(1, 48, 48)
                );
                int[] corners =
                [
                    pixels[(8 * 48) + 8],
                    pixels[(8 * 48) + 40],
                    pixels[(40 * 48) + 8],
                    pixels[(40 * 48) + 40],
                ];
                var (white, grey) = upright[orientation - 1];
                Assert.Equal(
                    (white, grey),
                    (Array.FindIndex(corners, c => c > 240), Array.FindIndex(corners, c => c is > 110 and < 145))
                );
            }
        }
    }

    [Fact]
    public void Orientations_that_make_no_sense_leave_an_image_as_it_is()
    {
        var png = Made.Png(4, 4, (x, y) => new SKColor((byte)(60 * x), (byte)(60 * y), 0));
        var shape = new ImageShape(3, 4, 4);
        var pixels = ImageDecoder.Decode(png, "a.png", shape);
        foreach (var orientation in new[] { 0, 9, 255 })
        {
            Assert.Equal(
                pixels,
                ImageDecoder.Decode(MadeFormats.WithOrientation("png", png, orientation), "a.png", shape)
            );
        }

        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var exif = Made.Noise(random.Next(60), i);
            "II*\0"u8.CopyTo(exif.Length >= 4 && i % 2 == 0 ? exif : new byte[4]);
            ImageDecoder.Decode([.. png[..33], .. MadeFormats.Chunk("eXIf"u8, exif), .. png[33..]], "a.png", shape);
        }
    }

    [Fact]
    public void Texts_that_make_no_sense_or_unpack_to_much_leave_an_image_as_it_is()
    {
        var png = Made.Png(4, 4, (x, y) => new SKColor((byte)(60 * x), (byte)(60 * y), 0));
        var shape = new ImageShape(3, 4, 4);
        var pixels = ImageDecoder.Decode(png, "a.png", shape);
        byte[][] chunks =
        [
            MadeFormats.Chunk("zTXt"u8, [.. "Raw profile type exif\0\0"u8, .. MadeFormats.Zlib(new byte[8 << 20])]),
            MadeFormats.Chunk("zTXt"u8, [.. "Raw profile type exif\0\0"u8, .. Made.Noise(50, 1)]),
            MadeFormats.Chunk("zTXt"u8, "Raw profile type exif\0"u8),
            MadeFormats.Chunk("tEXt"u8, "Raw profile type exif\0\nexif\n  9\n4d4"u8),
            MadeFormats.Chunk("tEXt"u8, "Raw profile type exif\0"u8),
            MadeFormats.Chunk("iTXt"u8, "XML:com.adobe.xmp\0\0\0"u8),
            MadeFormats.Chunk("iTXt"u8, "XML:com.adobe.xmp\0\0\0\0\0tiff:Orientation=\"9\""u8),
            MadeFormats.Chunk("tEXt"u8, "Comment\0tiff:Orientation=\"6\""u8),
        ];
        Assert.All(
            chunks,
            c => Assert.Equal(pixels, ImageDecoder.Decode([.. png[..33], .. c, .. png[33..]], "a.png", shape))
        );
    }

    [Fact]
    public void Pointers_of_git_lfs_are_called_so()
    {
        var pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n"u8.ToArray();
        var error = Assert.Throws<InvalidInputException>(() => ImageDecoder.Decode(pointer, "a.png", Own));
        Assert.Contains(
            "a.png: a pointer of Git LFS in place of the file, which 'git lfs pull' in its repository gets",
            error.Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, byte[], int, int, int> PixelFormats =>
        new()
        {
            {
                "16 bits",
                MadeFormats.PngOf(16, 2, [10, 10, 120, 120, 250, 250, 10, 10, 120, 120, 250, 250]),
                10,
                120,
                250
            },
            { "16 bits of grey", MadeFormats.PngOf(16, 0, [77, 77, 77, 77]), 77, 77, 77 },
            { "grey and alpha", MadeFormats.PngOf(8, 4, [100, 255, 100, 255]), 100, 100, 100 },
            { "grey, half transparent", MadeFormats.PngOf(8, 4, [0, 128, 0, 128]), 127, 127, 127 },
            { "one bit", MadeFormats.PngOf(1, 0, [0xC0]), 255, 255, 255 },
            {
                "palette",
                MadeFormats.PngOf(8, 3, [1, 1], MadeFormats.Chunk("PLTE"u8, [9, 9, 9, 30, 60, 90])),
                30,
                60,
                90
            },
            {
                "palette of four bits",
                MadeFormats.PngOf(4, 3, [0x11], MadeFormats.Chunk("PLTE"u8, [9, 9, 9, 30, 60, 90])),
                30,
                60,
                90
            },
            {
                "transparent colour of a palette",
                MadeFormats.PngOf(
                    8,
                    3,
                    [1, 1],
                    MadeFormats.Chunk("PLTE"u8, [9, 9, 9, 30, 60, 90]),
                    MadeFormats.Chunk("tRNS"u8, [255, 0])
                ),
                255,
                255,
                255
            },
            { "four inks", MadeFormats.CmykJpeg, 49, 190, 137 },
        };

    [Theory]
    [MemberData(nameof(PixelFormats), DisableDiscoveryEnumeration = true)]
    public void Every_pixel_format_becomes_eight_bits_of_red_green_and_blue(
        string format,
        byte[] file,
        int red,
        int green,
        int blue
    )
    {
        var pixels = ImageDecoder.Decode(file, format, new ImageShape(3, 2, 2));
        Assert.All(
            pixels.Chunk(4).Zip([red, green, blue]),
            p => Assert.All(p.First, v => Assert.InRange(v, p.Second - 1, p.Second + 1))
        );
    }

    // Where the width is in a file of each format, and 60,000 pixels as it is written there.
    [Theory]
    [InlineData("gif", 6, new byte[] { 0x60, 0xEA, 0x60, 0xEA })]
    [InlineData("bmp", 18, new byte[] { 0x60, 0xEA, 0, 0, 0x60, 0xEA, 0, 0 })]
    [InlineData("webp", 26, new byte[] { 0xFF, 0x3F, 0xFF, 0x3F })]
    [InlineData("lossless webp", 21, new byte[] { 0xFF, 0xFF, 0xFF, 0x0F })]
    [InlineData("jpeg", -1, new byte[] { 0xEA, 0x60, 0xEA, 0x60 })]
    [InlineData("progressive jpeg", -1, new byte[] { 0xEA, 0x60, 0xEA, 0x60 })]
    public void A_header_that_claims_a_giant_is_refused_before_there_is_room_for_one(string format, int at, byte[] size)
    {
        var file = MadeFormats.All[format].ToArray();
        // In a JPEG, after the marker of its frame, the length and the depth.
        at =
            at >= 0
                ? at
                : file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, (byte)(format == "jpeg" ? 0xC0 : 0xC2), 0, 17]) + 5;
        size.CopyTo(file, at);
        var error = Assert.Throws<InvalidInputException>(() => ImageDecoder.Decode(file, format, Own));
        Assert.Contains("over the limit of 64 megapixels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_first_frame_that_is_smaller_than_its_canvas_lies_on_white()
    {
        var pixels = ImageDecoder.Decode(
            MadeFormats.Gif(8, 8, (_, _) => SKColors.Black, 16, 16),
            "a.gif",
            new ImageShape(1, 16, 16)
        );
        Assert.Equal(64, pixels.Count(p => p == 0));
        Assert.Equal(192, pixels.Count(p => p == 255));
    }

    [Theory]
    [InlineData("0000001866747970686569630000000068656963", "HEIC")]
    [InlineData("000000206674797061766966000000006D696631", "AVIF")]
    [InlineData("49492A0008000000", "TIFF")]
    [InlineData("3C737667", "SVG")]
    [InlineData("FFD8FF", "cut short")]
    [InlineData("", "empty")]
    [InlineData("68656C6C6F", "not a PNG, JPEG, WebP, GIF, BMP or ICO image")]
    public void An_error_says_what_the_file_is(string hexadecimal, string said)
    {
        var error = Assert.Throws<InvalidInputException>(() =>
            ImageDecoder.Decode(Convert.FromHexString(hexadecimal), "photo", Own)
        );
        Assert.StartsWith("photo: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    private static void AssertRefusedOrSame(byte[] pixels, byte[] file, double meanDifference = 0)
    {
        try
        {
            Assert.InRange(
                ImageDecoder.Decode(file, "cut", Own).Zip(pixels, (a, b) => Math.Abs(a - b)).Average(),
                0,
                meanDifference
            );
        }
        catch (InvalidInputException e)
        {
            Assert.StartsWith("cut: ", e.Message, StringComparison.Ordinal);
        }
    }
}
