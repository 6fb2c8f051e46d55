using Accrete.Blueprints;
using Accrete.Datasets.Sources;
using Accrete.Files;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>Turns image files (PNG, JPEG, WebP, GIF, BMP, ICO) into pixels of a wanted shape.</summary>
/// <remarks>
/// Of several images in one file the first is taken, of an icon the largest. Transparent pixels are flattened on white,
/// the image is turned upright as its EXIF or, in PNG, XMP data say and fitted to the shape; grey becomes RGB by
/// repetition, RGB becomes grey by the luma of BT.601. An image that is cut short is refused, also where a decoder
/// would fill in what is missing.
/// </remarks>
internal static class ImageDecoder
{
    // A small file can claim to be a giant: this bounds the memory that one image may ask for to 256 MiB.
    private const long MostPixels = 64L << 20;

    /// <summary>Decodes one image file.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="name">The name of the file, for errors.</param>
    /// <param name="shape">The shape of the result, with 1 or 3 channels.</param>
    /// <param name="fit">What is done to an image of other proportions.</param>
    /// <returns>uint8 <c>[C, H, W]</c>, flattened.</returns>
    /// <exception cref="InvalidInputException">
    /// Throws if the file is no image, is cut short or damaged, or claims over 64 megapixels.
    /// </exception>
    public static byte[] Decode(byte[] encoded, string name, ImageShape shape, ImageFit fit = ImageFit.Crop)
    {
        ImageShapes.Check(shape);
        var pixels = new byte[shape.Elements];
        Decode(encoded, name, shape, fit, null, pixels);
        return pixels;
    }

    /// <summary>
    /// Decodes into <paramref name="target"/> and gives the image's own size; one other than that of
    /// <paramref name="only"/> is an error.
    /// </summary>
    internal static ImageSize Decode(
        byte[] encoded,
        string name,
        ImageShape shape,
        ImageFit fit,
        ImageShape? only,
        Span<byte> target
    )
    {
        using var data = SKData.CreateCopy(encoded);
        using var codec =
            SKCodec.Create(data)
            ?? throw new InvalidInputException(
                $"{name}: {ImageFormats.WhyNot(encoded)}; "
                    + (
                        encoded.Length == 0 || TextHead.IsPointer(encoded)
                            ? "get it again or remove it."
                            : "convert, replace or remove it."
                    )
            );
        CheckSize(codec.Info, name, only);
        using var bitmap = new SKBitmap();
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (!bitmap.TryAllocPixels(info))
        {
            throw new AccreteException($"{name}: no memory for an image of {info.Width}x{info.Height} pixels.");
        }

        var result = codec.GetPixels(info, bitmap.GetPixels());
        result = codec.EncodedFormat == SKEncodedImageFormat.Jpeg ? JpegRows.Check(encoded, bitmap, result) : result;
        if (result != SKCodecResult.Success)
        {
            throw new InvalidInputException($"{name}: cut short or damaged ({result}); replace or remove it.");
        }

        var origin = codec.EncodedFormat == SKEncodedImageFormat.Png ? PngOrientation.Of(encoded) : codec.EncodedOrigin;
        return PixelFitter.Fit(bitmap, origin, shape, fit, target);
    }

    private static void CheckSize(SKImageInfo info, string name, ImageShape? only)
    {
        if ((long)info.Width * info.Height > MostPixels)
        {
            throw new InvalidInputException(
                $"{name}: {info.Width}x{info.Height} pixels are over the limit of 64 megapixels; make it smaller."
            );
        }

        if (only is { } own && (info.Width != own.Width || info.Height != own.Height))
        {
            throw new InvalidInputException(
                $"{name}: {info.Width}x{info.Height} pixels, but every image of this set has "
                    + $"{own.Width}x{own.Height}; get the set again."
            );
        }
    }
}
