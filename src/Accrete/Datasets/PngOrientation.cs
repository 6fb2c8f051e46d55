using System.Buffers.Binary;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>
/// Finds which way up a PNG image is, which Skia does not read: its <c>eXIf</c> chunk says so, or the texts in which
/// older programs keep EXIF and XMP data.
/// </summary>
internal static class PngOrientation
{
    private const int Signature = 8;
    private const int ChunkFrame = 12; // length, type and check value

    // One of each kind is what programs write; more of them would only be unpacked for nothing.
    private const int MostTexts = 4;

    /// <summary>What a file says; upright when it says nothing or nonsense.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        SKEncodedOrigin? inText = null;
        var texts = 0;
        for (var at = Signature; at <= png.Length - ChunkFrame; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(png[at..]);
            if (length > png.Length - at - ChunkFrame)
            {
                break;
            }

            var type = png.Slice(at + 4, 4);
            var content = png.Slice(at + 8, (int)length);
            if (type.SequenceEqual("eXIf"u8) && ExifOrientation.Of(content) is { } origin)
            {
                return origin;
            }

            if (inText is null && texts < MostTexts && PngMetadata.In(type, content) is { } metadata)
            {
                texts++;
                inText = ExifOrientation.Of(metadata) ?? XmpOrientation.Of(metadata);
            }

            at += ChunkFrame + (int)length;
        }

        return inText ?? SKEncodedOrigin.TopLeft;
    }
}
