using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;
using SkiaSharp;

namespace Accrete.LoadTest;

/// <summary>What clients send: images, and what is none.</summary>
internal static class Uploads
{
    private const int Side = 40;
    private const int GiantSide = 60_000;
    private const int SizeAt = 16;
    private const int HeaderLength = 17;

    /// <summary>Images that all look different, in three formats.</summary>
    public static byte[][] Images(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(i => Image(random, Formats[i % Formats.Length]))];
    }

    /// <summary>Uploads that nobody should answer with a class.</summary>
    /// <param name="limit">The largest body that the service takes, in bytes.</param>
    public static byte[][] Hostile(int limit)
    {
        var image = Image(new Random(1), SKEncodedImageFormat.Png);
        return
        [
            [],
            [0],
            "<html>no image</html>"u8.ToArray(),
            "GIF89a"u8.ToArray(),
            image[..(image.Length / 2)],
            [.. image[..60], .. new byte[200]],
            Giant(image),
            new byte[limit + 1],
            [.. image, .. new byte[limit]],
        ];
    }

    private static SKEncodedImageFormat[] Formats { get; } =
    [SKEncodedImageFormat.Png, SKEncodedImageFormat.Jpeg, SKEncodedImageFormat.Webp];

    private static byte[] Image(Random random, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(Side, Side);
        var (red, green, blue) = (random.Next(256), random.Next(1, 20), random.Next(256));
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                bitmap.SetPixel(x, y, new SKColor((byte)(red + x), (byte)(x * y * green), (byte)(blue - y)));
            }
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    // A PNG whose header claims more pixels than any machine has memory for, with a checksum that is right.
    private static byte[] Giant(byte[] png)
    {
        var giant = png.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(giant.AsSpan(SizeAt), GiantSide);
        BinaryPrimitives.WriteInt32BigEndian(giant.AsSpan(SizeAt + 4), GiantSide);
        var sum = new Crc32();
        sum.Update(new ArraySegment<byte>(giant, SizeAt - 4, HeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(giant.AsSpan(SizeAt - 4 + HeaderLength), (uint)sum.Value);
        return giant;
    }
}
