using System.Buffers.Binary;
using System.IO.Compression;
using SkiaSharp;

namespace Accrete.Tests.Datasets;

/// <summary>Small image files of every format that is read, with what Skia does not write itself.</summary>
internal static class MadeFormats
{
    // 40 x 24, made with libjpeg.
    private const string Progressive = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/
        2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wgARCAAYACgDASIAAhEBAxEB/8QA
        GAABAQEBAQAAAAAAAAAAAAAAAAMCBAX/xAAXAQADAQAAAAAAAAAAAAAAAAACAwQF/9oADAMBAAIQAxAAAAHy6W0ASpfTaJOo189kmIoS19A0Wf/EABUQAQEA
        AAAAAAAAAAAAAAAAAAAR/9oACAEBAAEFAoiIiIiIiIiP/8QAFhEBAQEAAAAAAAAAAAAAAAAAAgAB/9oACAEDAQE/AS4uxx2O2bf/xAAXEQEBAQEAAAAAAAAA
        AAAAAAAAEQEC/9oACAECAQE/Ad6jeoqqr//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEABj8Cf//EABUQAQEAAAAAAAAAAAAAAAAAAAAB/9oACAEBAAE/
        IYxjGMYxjGMYxj//2gAMAwEAAgADAAAAED8fH/A//8QAGBEBAQADAAAAAAAAAAAAAAAAAAEQESH/2gAIAQMBAT8Qx/FVVXT/xAAYEQEBAQEBAAAAAAAAAAAA
        AAABACEQYf/aAAgBAgEBPxDjb7hbC2Xf/8QAFxAAAwEAAAAAAAAAAAAAAAAAABFBYf/aAAgBAQABPxBMEwTBMEwTBMEwTBMEwTBMEwxP/9k=
        """;

    private const string Restarts = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/
        2wBDARUXFx4aHjshITt8U0ZTfHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAYACgDASIAAhEBAxEB/8QA
        GQABAQADAQAAAAAAAAAAAAAAAAQDBQYC/8QAGRAAAgMBAAAAAAAAAAAAAAAAAAIDEUFh/8QAFwEBAQEBAAAAAAAAAAAAAAAAAwQFAf/EABsRAAMBAAMBAAAA
        AAAAAAAAAAABAgMREiFh/90ABAAB/9oADAMBAAIRAxEAPwDl1grChYKwtWCsMiwVgVa9Astz/9DTLBWFCwVhasFYZFgrBK16FeW5/9GZYKwG0WCsBc7+mxO/
        h//S9LBWGdYKwABU/TCztn//06VgrChYKwAw1T9J87Z//9ToFg4AB3bOzb4P/9k=
        """;

    // 16 x 16 of one colour, 200, 40, 100 and 30 of cyan, magenta, yellow and black.
    private const string Cmyk = """
        /9j/7gAOQWRvYmUAZAAAAAAA/9sAQwADAgIDAgIDAwMDBAMDBAUIBQUEBAUKBwcGCAwKDAwLCgsLDQ4SEA0OEQ4LCxAWEBETFBUVFQwPFxgWFBgSFBUU/8AA
        FAgAEAAQBEMRAE0RAFkRAEsRAP/EABcAAQEBAQAAAAAAAAAAAAAAAAAIBwn/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oADgRDAE0AWQBLAAA/AI8XQ0h0DAAA
        Af/Z
        """;

    /// <summary>A JPEG in four inks, all of it of the colour that in RGB is 49, 190 and 137.</summary>
    public static byte[] CmykJpeg { get; } = FromText(Cmyk);

    /// <summary>One image in every format, by name.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } =
        new Dictionary<string, byte[]>
        {
            ["png"] = Made.Png(40, 24, Colour),
            ["transparent png"] = Made.Png(40, 24, (x, y) => Colour(x, y).WithAlpha((byte)(x * 6))),
            ["jpeg"] = Made.Jpeg(40, 24, Colour),
            ["grey jpeg"] = Made.GreyJpeg(40, 24, 90),
            ["progressive jpeg"] = FromText(Progressive),
            ["jpeg with restarts"] = FromText(Restarts),
            ["bmp"] = Made.Bmp(40, 24, Colour),
            ["webp"] = WebP(40, 24, Colour, SKWebpEncoderCompression.Lossy),
            ["lossless webp"] = WebP(40, 24, Colour, SKWebpEncoderCompression.Lossless),
            ["gif"] = Gif(40, 24, Colour),
            ["ico"] = Ico(Made.Png(40, 24, Colour), 40, 24),
        };

    public static byte[] WebP(
        int width,
        int height,
        Func<int, int, SKColor> color,
        SKWebpEncoderCompression compression
    )
    {
        using var bitmap = Made.Bitmap(width, height, color);
        using var pixels = bitmap.PeekPixels();
        using var data = pixels.Encode(
            new SKWebpEncoderOptions(compression, compression == SKWebpEncoderCompression.Lossy ? 90 : 50)
        );
        return data!.ToArray();
    }

    /// <summary>A GIF of 128 colours, of which each is written as a code of eight bits.</summary>
    public static byte[] Gif(
        int width,
        int height,
        Func<int, int, SKColor> color,
        int canvasWidth = 0,
        int canvasHeight = 0
    )
    {
        using var file = new MemoryStream();
        file.Write("GIF89a"u8);
        file.Write([.. Short(Math.Max(width, canvasWidth)), .. Short(Math.Max(height, canvasHeight)), 0xF6, 0, 0]);
        for (var i = 0; i < 128; i++)
        {
            file.Write([(byte)((i >> 5) * 80), (byte)(((i >> 2) & 7) * 36), (byte)((i & 3) * 80)]);
        }

        file.Write([0x2C, 0, 0, 0, 0, .. Short(width), .. Short(height), 0, 7]);
        // A clear code now and then keeps all codes at eight bits.
        var codes = new List<byte>();
        for (var i = 0; i < width * height; i++)
        {
            var c = color(i % width, i / width);
            codes.AddRange(i % 100 == 0 ? [128] : []);
            codes.Add((byte)((c.Red / 81 << 5) | (c.Green / 37 << 2) | (c.Blue / 81)));
        }

        codes.Add(129);
        foreach (var block in codes.Chunk(255))
        {
            file.WriteByte((byte)block.Length);
            file.Write(block);
        }

        file.Write([0, 0x3B]);
        return file.ToArray();
    }

    public static byte[] Ico(byte[] png, int width, int height) =>
        [0, 0, 1, 0, 1, 0, (byte)width, (byte)height, 0, 0, 1, 0, 32, 0, .. Long(png.Length), .. Long(22), .. png];

    /// <summary>The file with EXIF data that tell its orientation.</summary>
    public static byte[] WithOrientation(string format, byte[] file, int orientation, bool little = true) =>
        format switch
        {
            "jpeg" => [.. file[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. Exif(orientation, little), .. file[2..]],
            "png" => [.. file[..33], .. Chunk("eXIf"u8, Exif(orientation, little)), .. file[33..]],
            "png, at its end" => [.. file[..^12], .. Chunk("eXIf"u8, Exif(orientation, little)), .. file[^12..]],
            "png, as text" =>
            [
                .. file[..33],
                .. Chunk("tEXt"u8, [.. "Raw profile type exif\0"u8, .. Hex("exif", Exif(orientation, little))]),
                .. file[33..],
            ],
            "png, as packed text" =>
            [
                .. file[..^12],
                .. Chunk(
                    "zTXt"u8,
                    [
                        .. "Raw profile type APP1\0\0"u8,
                        .. Zlib(Hex("APP1", [.. "Exif\0\0"u8, .. Exif(orientation, little)])),
                    ]
                ),
                .. file[^12..],
            ],
            "png, in XMP" =>
            [
                .. file[..33],
                .. Chunk("iTXt"u8, [.. "XML:com.adobe.xmp\0\0\0\0\0"u8, .. Xmp(orientation, little)]),
                .. file[33..],
            ],
            "png, in packed XMP" =>
            [
                .. file[..33],
                .. Chunk("iTXt"u8, [.. "XML:com.adobe.xmp\0\u0001\0\0\0"u8, .. Zlib(Xmp(orientation, little))]),
                .. file[33..],
            ],
            "webp" => Extended(file, Exif(orientation, little)),
            _ => throw new ArgumentException(format),
        };

    /// <summary>Bytes as zlib packs them.</summary>
    public static byte[] Zlib(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Hex(string kind, byte[] profile)
    {
        var lines = Convert.ToHexStringLower(profile).Chunk(72).Select(l => new string(l));
        return System.Text.Encoding.Latin1.GetBytes($"\n{kind}\n{profile.Length, 8}\n{string.Join('\n', lines)}\n");
    }

    // As an attribute and as an element.
    private static byte[] Xmp(int orientation, bool attribute) =>
        System.Text.Encoding.UTF8.GetBytes(
            attribute
                ? $"<x:xmpmeta><rdf:Description tiff:Orientation=\"{orientation}\"/></x:xmpmeta>"
                : $"<x:xmpmeta><rdf:Description><tiff:Orientation>{orientation}</tiff:Orientation>"
                    + "</rdf:Description></x:xmpmeta>"
        );

    /// <summary>
    /// A PNG of 2 x 2 equal pixels in any of its pixel formats, with further chunks before the pixels.
    /// </summary>
    public static byte[] PngOf(byte depth, byte colourType, byte[] row, params byte[][] chunks)
    {
        byte[] header = [0, 0, 0, 2, 0, 0, 0, 2, depth, colourType, 0, 0, 0];
        return
        [
            0x89,
            .. "PNG\r\n\x1A\n"u8,
            .. Chunk("IHDR"u8, header),
            .. chunks.SelectMany(c => c),
            .. Chunk("IDAT"u8, Zlib([0, .. row, 0, .. row])),
            .. Chunk("IEND"u8, []),
        ];
    }

    /// <summary>A chunk of a PNG file.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        byte[] body = [.. type, .. content];
        var length = new byte[4];
        var check = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc32(body));
        return [.. length, .. body, .. check];
    }

    public static uint Crc32(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }

    private static SKColor Colour(int x, int y) => new((byte)(x * 6), (byte)(y * 10), (byte)((x ^ y) * 4));

    private static byte[] FromText(string text) => Convert.FromBase64String(text);

    // A TIFF with one entry.
    private static byte[] Exif(int orientation, bool little) =>
        little
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    // WebP tells of EXIF data in a header of its own, with the size of the image.
    private static byte[] Extended(byte[] webp, byte[] exif)
    {
        using var codec = SKCodec.Create(new MemoryStream(webp));
        byte[] header = [8, 0, 0, 0, .. Long(codec.Info.Width - 1)[..3], .. Long(codec.Info.Height - 1)[..3]];
        byte[] body =
        [
            .. "WEBPVP8X"u8,
            .. Long(10),
            .. header,
            .. webp[12..],
            .. "EXIF"u8,
            .. Long(exif.Length),
            .. exif,
        ];
        return [.. "RIFF"u8, .. Long(body.Length), .. body];
    }

    private static byte[] Short(int value) => BitConverter.GetBytes((short)value);

    private static byte[] Long(int value) => BitConverter.GetBytes(value);
}
