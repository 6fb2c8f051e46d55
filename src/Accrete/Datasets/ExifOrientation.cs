using System.Buffers.Binary;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>
/// The orientation in EXIF data: a TIFF file of a byte order, 42, and the place of a directory of entries of 12 bytes.
/// </summary>
internal static class ExifOrientation
{
    private const int Entry = 12;
    private const int Orientation = 0x0112;

    /// <summary>What the data say; null when they say nothing or nonsense.</summary>
    public static SKEncodedOrigin? Of(ReadOnlySpan<byte> exif)
    {
        exif = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || (!little && !exif.StartsWith("MM\0*"u8)))
        {
            return null;
        }

        var start = Long(exif[4..], little);
        var directory = start <= exif.Length - 2 ? exif[(int)start..] : [0, 0];
        var entries = Math.Min(Short(directory, little), (directory.Length - 2) / Entry);
        for (var i = 0; i < entries; i++)
        {
            var entry = directory.Slice(2 + (i * Entry), Entry);
            if (Short(entry, little) == Orientation)
            {
                var value = Short(entry[8..], little);
                return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : null;
            }
        }

        return null;
    }

    private static int Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Long(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
