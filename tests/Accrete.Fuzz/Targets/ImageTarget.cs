using System.Buffers.Binary;
using Accrete.Blueprints;
using Accrete.Datasets;
using Accrete.Tests.Datasets;
using SkiaSharp;

namespace Accrete.Fuzz.Targets;

/// <summary>An image file.</summary>
internal sealed class ImageTarget(string kind, params Mutation[] structure) : Target(kind)
{
    public override IReadOnlyList<Mutation> Structure => structure;

    public override void Run(byte[] input, CancellationToken stop)
    {
        ImageDecoder.Decode(input, $"image.{Name}", new ImageShape(3, 16, 16));
        ImageDecoder.Decode(input, $"image.{Name}", new ImageShape(1, 9, 9));
    }

    protected override IEnumerable<byte[]> Make()
    {
        SKColor Color(int x, int y) =>
            new(
                (byte)(9 * x),
                (byte)(11 * y),
                (byte)(x * y),
                (byte)(Name is "png" or "webp" or "ico" ? 255 - (5 * x) : 255)
            );
        return Name switch
        {
            "png" => [Made.Png(23, 17, Color), Made.Png(1, 1, Color)],
            "jpeg" => [Made.Jpeg(23, 17, Color), Made.GreyJpeg(16, 9, 99)],
            "bmp" => [Made.Bmp(23, 17, Color)],
            "gif" => [Gif],
            "webp" => [Webp(Color, SKWebpEncoderCompression.Lossy), Webp(Color, SKWebpEncoderCompression.Lossless)],
            _ => [Icon(Made.Png(16, 16, Color))],
        };
    }

    // Two frames of 2 x 2 pixels, as the specification's example has them, one of them with a colour that is
    // transparent.
    private static byte[] Gif =>
        [
            .. "GIF89a"u8,
            2,
            0,
            2,
            0,
            0x80,
            0,
            0,
            255,
            0,
            0,
            0,
            0,
            255,
            0x21,
            0xF9,
            4,
            1,
            10,
            0,
            1,
            0,
            0x2C,
            0,
            0,
            0,
            0,
            2,
            0,
            2,
            0,
            0,
            2,
            3,
            0x44,
            0x02,
            0x05,
            0,
            0x21,
            0xF9,
            4,
            0,
            10,
            0,
            0,
            0,
            0x2C,
            0,
            0,
            0,
            0,
            2,
            0,
            2,
            0,
            0,
            2,
            3,
            0x44,
            0x02,
            0x05,
            0,
            0x3B,
        ];

    private static byte[] Webp(Func<int, int, SKColor> color, SKWebpEncoderCompression compression)
    {
        using var bitmap = Made.Bitmap(23, 17, color);
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(new SKWebpEncoderOptions(compression, 80));
        return data!.ToArray();
    }

    private static byte[] Icon(byte[] png)
    {
        byte[] directory = [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0];
        BinaryPrimitives.WriteInt32LittleEndian(directory.AsSpan(14), png.Length);
        return [.. directory, .. png];
    }
}
