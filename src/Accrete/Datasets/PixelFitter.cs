using Accrete.Blueprints;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>Brings decoded pixels into a wanted shape: upright, scaled, cropped at the centre, with 1 or 3 channels.</summary>
internal static class PixelFitter
{
    /// <summary>Fits an RGBA bitmap.</summary>
    public static void Fit(SKBitmap bitmap, SKEncodedOrigin origin, ImageShape shape, Span<byte> target)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default && bitmap.Width == shape.Width && bitmap.Height == shape.Height)
        {
            Split(bitmap.GetPixelSpan(), shape, target);
            return;
        }

        using var fitted = new SKBitmap(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(fitted);
        canvas.Clear(SKColors.White);
        var upright = Upright(origin, bitmap.Width, bitmap.Height, out var width, out var height);
        var scale = Math.Max((float)shape.Width / width, (float)shape.Height / height);
        canvas.Translate((shape.Width - (width * scale)) / 2, (shape.Height - (height * scale)) / 2);
        canvas.Scale(scale);
        canvas.Concat(upright);
        bitmap.SetImmutable(); // Lets the image share the pixels instead of copying them.
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, 0, 0, Sampling(scale));
        canvas.Flush();
        Split(fitted.GetPixelSpan(), shape, target);
    }

    /// <summary>Fits raw planes <c>[C, H, W]</c>; a plain copy where the shape is already right.</summary>
    public static void Fit(ReadOnlySpan<byte> planes, ImageShape own, ImageShape shape, Span<byte> target)
    {
        if (own == shape)
        {
            planes.CopyTo(target);
            return;
        }

        using var bitmap = Bitmap(planes, own);
        Fit(bitmap, SKEncodedOrigin.TopLeft, shape, target);
    }

    /// <summary>Raw planes <c>[C, H, W]</c> as an RGBA bitmap.</summary>
    public static SKBitmap Bitmap(ReadOnlySpan<byte> planes, ImageShape shape)
    {
        var bitmap = new SKBitmap(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Interleave(planes, shape, bitmap.GetPixelSpan());
        return bitmap;
    }

    // Mipmaps average whole areas when shrinking; a cubic is smoother when enlarging.
    private static SKSamplingOptions Sampling(float scale) =>
        scale < 1 ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear) : new SKSamplingOptions(SKCubicResampler.Mitchell);

    // EXIF's eight orientations: the matrix that takes stored pixels to where they belong.
    private static SKMatrix Upright(SKEncodedOrigin origin, int w, int h, out int width, out int height)
    {
        var turned = origin >= SKEncodedOrigin.LeftTop;
        (width, height) = turned ? (h, w) : (w, h);
        return origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
    }

    private static void Interleave(ReadOnlySpan<byte> planes, ImageShape own, Span<byte> rgba)
    {
        var plane = own.Height * own.Width;
        var (green, blue) = own.Channels == 3 ? (plane, 2 * plane) : (0, 0);
        for (var i = 0; i < plane; i++)
        {
            rgba[4 * i] = planes[i];
            rgba[(4 * i) + 1] = planes[green + i];
            rgba[(4 * i) + 2] = planes[blue + i];
            rgba[(4 * i) + 3] = 255;
        }
    }

    private static void Split(ReadOnlySpan<byte> rgba, ImageShape shape, Span<byte> target)
    {
        var plane = shape.Height * shape.Width;
        for (var i = 0; i < plane; i++)
        {
            var pixel = rgba.Slice(4 * i, 4);
            int red = pixel[0], green = pixel[1], blue = pixel[2], alpha = pixel[3];
            if (alpha != 255)
            {
                (red, green, blue) = (OnWhite(red, alpha), OnWhite(green, alpha), OnWhite(blue, alpha));
            }

            if (shape.Channels == 1)
            {
                target[i] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
            }
            else
            {
                target[i] = (byte)red;
                target[plane + i] = (byte)green;
                target[(2 * plane) + i] = (byte)blue;
            }
        }
    }

    private static int OnWhite(int value, int alpha) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;
}
