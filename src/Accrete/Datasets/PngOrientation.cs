using System.Buffers.Binary;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>Finds which way up a PNG image is: its <c>eXIf</c> chunk says so, and Skia does not read that one.</summary>
internal static class PngOrientation
{
    private const int Signature = 8;
    private const int ChunkFrame = 12; // length, type and check value
    private const int Entry = 12;
    private const int Orientation = 0x0112;

    /// <summary>What a file says; upright when it says nothing or nonsense.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        for (var at = Signature; at <= png.Length - ChunkFrame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - ChunkFrame)
            {
                break;
            }

            if (png.Slice(at + 4, 4).SequenceEqual("eXIf"u8))
            {
                return OfExif(png.Slice(at + 8, (int)length));
            }

            at += ChunkFrame + (int)length;
        }

        return SKEncodedOrigin.TopLeft;
    }

    // EXIF is a TIFF file: byte order, 42, the place of a directory of entries of 12 bytes.
    private static SKEncodedOrigin OfExif(ReadOnlySpan<byte> exif)
    {
        exif = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var little = exif.StartsWith("II*\0"u8);
        if (exif.Length < 8 || (!little && !exif.StartsWith("MM\0*"u8)))
        {
            return SKEncodedOrigin.TopLeft;
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
                return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : SKEncodedOrigin.TopLeft;
            }
        }

        return SKEncodedOrigin.TopLeft;
    }

    private static int Short(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);

    private static uint Long(ReadOnlySpan<byte> at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
}
