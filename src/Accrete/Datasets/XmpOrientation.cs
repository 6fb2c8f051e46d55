using System.Text;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>
/// The orientation in XMP data, which are XML: <c>tiff:Orientation="6"</c>, or an element of that name.
/// </summary>
internal static partial class XmpOrientation
{
    /// <summary>What the data say; null when they say nothing or nonsense.</summary>
    public static SKEncodedOrigin? Of(ReadOnlySpan<byte> xmp) =>
        Stated().Match(Encoding.Latin1.GetString(xmp)) is { Success: true } match
            ? (SKEncodedOrigin)(match.Groups[1].ValueSpan[0] - '0')
            : null;

    [GeneratedRegex(
        @"\btiff:Orientation\s{0,9}(?:=\s{0,9}[""']|>)\s{0,9}([1-8])\s{0,9}[""'<]",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Stated();
}
