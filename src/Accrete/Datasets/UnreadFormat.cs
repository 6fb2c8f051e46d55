namespace Accrete.Datasets;

/// <summary>Says what a file is that the decoder does not read.</summary>
internal static class UnreadFormat
{
    private static readonly (byte[] Start, int At, string Name)[] Known =
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
        ([.. "8BPS"u8], 0, "a Photoshop image"),
        ([.. "%PDF"u8], 0, "a PDF document"),
        ([.. "<svg"u8], 0, "an SVG drawing"),
    ];

    // The first bytes of those that are read: where they are there, the rest is not as it should be.
    private static readonly byte[][] Read =
        [[0x89, (byte)'P', (byte)'N', (byte)'G'], [0xFF, 0xD8, 0xFF], [.. "RIFF"u8], [.. "GIF8"u8], [.. "BM"u8], [0, 0, 1, 0], [0, 0, 2, 0]];

    /// <summary>For an error about <paramref name="file"/>.</summary>
    public static string Of(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            return "an empty file and no image";
        }

        foreach (var (start, at, name) in Known)
        {
            if (file.Length >= at && file[at..].StartsWith(start))
            {
                return $"{name}, and read are PNG, JPEG, WebP, GIF, BMP and ICO";
            }
        }

        foreach (var start in Read)
        {
            if (file.StartsWith(start))
            {
                return "an image that is cut short or damaged";
            }
        }

        return "not a PNG, JPEG, WebP, GIF, BMP or ICO image, or damaged";
    }
}
