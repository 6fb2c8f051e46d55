using System.Buffers.Binary;
using Accrete.Files;

namespace Accrete.Datasets;

/// <summary>Tells what a file is by its first bytes, and where these do not say it by its ending.</summary>
internal static class ImageFormats
{
    /// <summary>The formats that are read.</summary>
    public const string Names = "PNG, JPEG, WebP, GIF, BMP and ICO";

    /// <summary>How many bytes tell.</summary>
    public const int HeadLength = 32;

    private static readonly string[] ReadEndings =
    [
        ".png",
        ".apng",
        ".jpg",
        ".jpeg",
        ".jpe",
        ".jfif",
        ".jif",
        ".webp",
        ".gif",
        ".bmp",
        ".dib",
        ".ico",
        ".cur",
        ".wbmp",
    ];

    private static readonly string[] UnreadEndings =
    [
        ".tif",
        ".tiff",
        ".ppm",
        ".pgm",
        ".pbm",
        ".pnm",
        ".pam",
        ".tga",
        ".heic",
        ".heif",
        ".avif",
        ".jxl",
        ".jp2",
        ".j2k",
        ".psd",
        ".svg",
        ".dng",
        ".cr2",
        ".cr3",
        ".nef",
        ".arw",
        ".raw",
        ".exr",
        ".hdr",
        ".pcx",
        ".dds",
        ".xbm",
        ".icns",
        ".qoi",
        ".dcm",
    ];

    private static readonly (byte[] Start, int At, string Name)[] Unread =
    [
        ([.. "ftyphei"u8], 4, "a HEIC image"),
        ([.. "ftyphev"u8], 4, "a HEIC image"),
        ([.. "ftypmif1"u8], 4, "a HEIC image"),
        ([.. "ftypavi"u8], 4, "an AVIF image"),
        ([.. "II*\0"u8], 0, "a TIFF image"),
        ([.. "MM\0*"u8], 0, "a TIFF image"),
        ([0xFF, 0x0A], 0, "a JPEG XL image"),
        ([.. "\0\0\0\fJXL "u8], 0, "a JPEG XL image"),
        ([.. "\0\0\0\fjP  "u8], 0, "a JPEG 2000 image"),
        ([0xFF, 0x4F, 0xFF, 0x51], 0, "a JPEG 2000 image"),
        ([.. "8BPS"u8], 0, "a Photoshop image"),
        ([.. "%PDF"u8], 0, "a PDF document"),
        ([.. "<svg"u8], 0, "an SVG drawing"),
        ([.. "P1\n"u8], 0, "a PBM image"),
        ([.. "P2\n"u8], 0, "a PGM image"),
        ([.. "P3\n"u8], 0, "a PPM image"),
        ([.. "P4\n"u8], 0, "a PBM image"),
        ([.. "P5\n"u8], 0, "a PGM image"),
        ([.. "P6\n"u8], 0, "a PPM image"),
        ([.. "DDS "u8], 0, "a DDS image"),
        ([.. "icns"u8], 0, "an ICNS image"),
        ([.. "qoif"u8], 0, "a QOI image"),
    ];

    /// <summary>What a file of a set is.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="head">Its first bytes, <see cref="HeadLength"/> or all.</param>
    public static ImageFormatKind KindOf(string path, ReadOnlySpan<byte> head)
    {
        var ending = Path.GetExtension(path);
        if (IsRead(head) || Is(ending, ReadEndings))
        {
            return ImageFormatKind.Read;
        }

        var known = NameOfUnread(head);
        return Is(ending, UnreadEndings) || known is not null and not "a PDF document"
            ? ImageFormatKind.Unread
            : ImageFormatKind.NoImage;
    }

    /// <summary>Why the decoder does not read a file, for an error about it.</summary>
    public static string WhyNot(ReadOnlySpan<byte> file) =>
        file.IsEmpty ? "an empty file and no image"
        : NameOfUnread(file) is { } name ? $"{name}, and read are {Names}"
        : TextHead.IsPointer(file) ? TextHead.Pointer
        : IsRead(file) ? "an image that is cut short or damaged"
        : "not a PNG, JPEG, WebP, GIF, BMP or ICO image, or damaged";

    private static bool Is(string ending, string[] endings) =>
        endings.Contains(ending, StringComparer.OrdinalIgnoreCase);

    private static string? NameOfUnread(ReadOnlySpan<byte> head)
    {
        foreach (var (start, at, name) in Unread)
        {
            if (head.Length >= at && head[at..].StartsWith(start))
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsRead(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || head.StartsWith("GIF8"u8)
        || (head.StartsWith("RIFF"u8) && head.Length >= 12 && head[8..].StartsWith("WEBP"u8))
        || IsBitmap(head)
        || IsIcon(head);

    // Two letters alone may begin a text: the size of what follows tells.
    private static bool IsBitmap(ReadOnlySpan<byte> head) =>
        head.StartsWith("BM"u8)
        && head.Length >= 18
        && BinaryPrimitives.ReadUInt32LittleEndian(head[14..]) is 12 or 16 or 40 or 52 or 56 or 64 or 108 or 124;

    // A reserved word, the kind, how many pictures; of the first its size, colours and a reserved byte.
    private static bool IsIcon(ReadOnlySpan<byte> head) =>
        head.Length >= 10
        && head is [0, 0, 1 or 2, ..]
        && head[3] == 0
        && BinaryPrimitives.ReadUInt16LittleEndian(head[4..]) is > 0 and <= 256
        && head[9] == 0;
}
