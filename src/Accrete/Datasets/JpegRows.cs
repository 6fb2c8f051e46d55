using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>
/// Tells whole JPEG images from those that were cut short: the decoder fills missing rows with grey, and calls that a
/// success where the marker that ends an image follows.
/// </summary>
internal static class JpegRows
{
    // What the decoder makes of blocks without data: in grey, in YCbCr, and in CMYK on its way to RGB.
    private static readonly SKColor[] Filled = [new(128, 128, 128), new(64, 64, 64)];

    private static readonly byte[] End = [0xFF, 0xD9];

    // Enough for some blocks, without a marker, and unlike the zeros that the decoder puts where data are missing.
    private static readonly byte[] MoreData = [.. Enumerable.Range(1, 1024).Select(i => (byte)(181 * i % 251))];

    // A decoder that waits for the marker of a restart passes over data before it: here each is followed by more.
    private static readonly byte[] MoreRestarts =
    [
        .. Enumerable.Range(0, 8).SelectMany(i => (byte[])[.. MoreData, 0xFF, (byte)(0xD0 + i)]),
    ];

    /// <summary>
    /// Passes a result on when the pixels are all there; reads an image again where only the end marker is missing.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="bitmap">What the decoder made of it.</param>
    /// <param name="result">What the decoder said.</param>
    public static SKCodecResult Check(byte[] file, SKBitmap bitmap, SKCodecResult result)
    {
        var scans = JpegScans.Of(file);
        if (!scans.HasEveryBit)
        {
            return SKCodecResult.IncompleteInput;
        }

        if (
            scans.HasEnd
            && (
                result != SKCodecResult.Success
                || !Filled.Contains(bitmap.GetPixel(bitmap.Width - 1, bitmap.Height - 1))
            )
        )
        {
            return result;
        }

        return DependsOnWhatFollows(file.AsSpan(0, scans.DataEnd), scans.HasRestarts ? MoreRestarts : MoreData, bitmap)
            ? SKCodecResult.IncompleteInput
            : SKCodecResult.Success;
    }

    // Where nothing is missing, other data after the last are not looked at.
    private static bool DependsOnWhatFollows(ReadOnlySpan<byte> whole, byte[] more, SKBitmap bitmap)
    {
        using var other = new SKBitmap();
        return !other.TryAllocPixels(bitmap.Info)
            || !Decode([.. whole, .. End], bitmap)
            || !Decode([.. whole, .. more, .. End], other)
            || !bitmap.GetPixelSpan().SequenceEqual(other.GetPixelSpan());
    }

    private static bool Decode(byte[] file, SKBitmap bitmap)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        return codec?.GetPixels(bitmap.Info, bitmap.GetPixels()) == SKCodecResult.Success;
    }
}
