using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Accrete.Blueprints;
using Accrete.Datasets;
using SkiaSharp;
using static TorchSharp.torch;

namespace Accrete.Tests.Datasets;

/// <summary>Small files and sets that tests make for themselves.</summary>
internal static class Made
{
    public static byte[] Idx(byte[] data, params int[] shape)
    {
        var header = new byte[4 + (4 * shape.Length)];
        (header[2], header[3]) = (8, (byte)shape.Length);
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        return [.. header, .. data];
    }

    /// <summary>An array of NumPy.</summary>
    public static byte[] Npy(string type, string shape, byte[] content)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return
        [
            0x93,
            .. "NUMPY"u8,
            1,
            0,
            .. BitConverter.GetBytes((ushort)header.Length),
            .. Encoding.ASCII.GetBytes(header),
            .. content,
        ];
    }

    public static byte[] GZip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionMode.Compress))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    /// <summary>Some bytes and so many zeros, packed as the ending of a name says.</summary>
    public static byte[] Packed(string ending, byte[] content, long zeros)
    {
        using var packed = new MemoryStream();
        using (
            Stream stream =
                ending == ".br"
                    ? new BrotliStream(packed, CompressionLevel.Fastest)
                    : new GZipStream(packed, CompressionLevel.Optimal)
        )
        {
            stream.Write(content);
            var piece = new byte[1 << 20];
            for (; zeros > 0; zeros -= piece.Length)
            {
                stream.Write(piece, 0, (int)Math.Min(zeros, piece.Length));
            }
        }

        return packed.ToArray();
    }

    public static byte[] Tar(params IEnumerable<TarEntry> entries)
    {
        using var content = new MemoryStream();
        using (var tar = new TarWriter(content, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return content.ToArray();
    }

    public static TarEntry File(string name, byte[] content) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    /// <summary>All files of a folder as an archive with one top folder.</summary>
    public static byte[] TarGz(string folder, string top) =>
        GZip(
            Tar(
                Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Select(f =>
                        File(
                            $"{top}/{Path.GetRelativePath(folder, f).Replace('\\', '/')}",
                            System.IO.File.ReadAllBytes(f)
                        )
                    )
            )
        );

    public static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static SKBitmap Bitmap(int width, int height, Func<int, int, SKColor> color)
    {
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, color(x, y));
            }
        }

        return bitmap;
    }

    public static byte[] Png(int width, int height, Func<int, int, SKColor> color) =>
        Encoded(width, height, color, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width, int height, Func<int, int, SKColor> color) =>
        Encoded(width, height, color, SKEncodedImageFormat.Jpeg);

    public static byte[] GreyJpeg(int width, int height, byte value)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        bitmap.GetPixelSpan().Fill(value);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }

    /// <summary>An uncompressed 24-bit BMP, which Skia reads but does not write.</summary>
    public static byte[] Bmp(int width, int height, Func<int, int, SKColor> color)
    {
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        (file[26], file[28]) = (1, 24);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var c = color(x, y);
                new[] { c.Blue, c.Green, c.Red }.CopyTo(file, 54 + (stride * (height - 1 - y)) + (3 * x));
            }
        }

        return file;
    }

    /// <summary>A set of random pixels whose labels go round.</summary>
    public static ImageSet Set(int count, ImageShape shape, int classes = 10, int seed = 1)
    {
        var pixels = Noise((int)(count * shape.Elements), seed);
        return new ImageSet(
            tensor(pixels, [count, shape.Channels, shape.Height, shape.Width], ScalarType.Byte),
            tensor(Enumerable.Range(0, count).Select(i => (long)(i % classes)).ToArray())
        );
    }

    public static byte[] Pixels(ImageSet set) => set.Images.bytes.ToArray();

    private static byte[] Encoded(int width, int height, Func<int, int, SKColor> color, SKEncodedImageFormat format)
    {
        using var bitmap = Bitmap(width, height, color);
        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }
}
