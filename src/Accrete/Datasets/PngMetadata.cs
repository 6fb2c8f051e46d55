using System.IO.Compression;
using System.Text;

namespace Accrete.Datasets;

/// <summary>
/// EXIF and XMP data in the texts of a PNG file: as hexadecimal digits, as ImageMagick writes them, or as they are.
/// </summary>
internal static class PngMetadata
{
    // Metadata of honest images are far smaller, and the orientation stands at their beginning: what is packed further
    // behind is not looked at.
    private const int MostBytes = 512 << 10;

    // "Raw profile type" texts begin with a line of what they are, and one of how many bytes.
    private const int LinesBefore = 2;

    /// <summary>The data in a chunk; null where it holds none.</summary>
    /// <param name="type">The type of the chunk.</param>
    /// <param name="content">What is in it.</param>
    public static byte[]? In(ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        var end = content.IndexOf((byte)0);
        if (end < 0 || !(type.SequenceEqual("tEXt"u8) || type.SequenceEqual("zTXt"u8) || type.SequenceEqual("iTXt"u8)))
        {
            return null;
        }

        var text = content[(end + 1)..];
        return Encoding.Latin1.GetString(content[..end]) switch
        {
            "Raw profile type exif" or "Raw profile type APP1" or "Raw profile type xmp" => Unhexed(Text(type, text)),
            "XML:com.adobe.xmp" => Text(type, text),
            _ => null,
        };
    }

    // zTXt has a method before its text; iTXt a flag, a method, and two texts that are about it.
    private static byte[]? Text(ReadOnlySpan<byte> type, ReadOnlySpan<byte> text)
    {
        if (type.SequenceEqual("tEXt"u8))
        {
            return text[..Math.Min(text.Length, MostBytes)].ToArray();
        }

        if (type.SequenceEqual("zTXt"u8))
        {
            return text is [0, .. var packed] ? Unpacked(packed) : null;
        }

        if (text is not [var flag, 0, .. var rest])
        {
            return null;
        }

        for (var i = 0; i < 2; i++)
        {
            rest = rest[(rest.IndexOf((byte)0) + 1)..];
        }

        return flag == 0 ? rest[..Math.Min(rest.Length, MostBytes)].ToArray() : Unpacked(rest);
    }

    private static byte[]? Unpacked(ReadOnlySpan<byte> packed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            var bytes = new byte[MostBytes];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[]? Unhexed(byte[]? text)
    {
        if (text is null)
        {
            return null;
        }

        var digits = Encoding.Latin1.GetString(text).TrimStart().Split('\n', LinesBefore + 1);
        var hex = digits.Length > LinesBefore ? string.Concat(digits[LinesBefore].Where(char.IsAsciiHexDigit)) : "";
        return Convert.FromHexString(hex.AsSpan(0, hex.Length & ~1));
    }
}
