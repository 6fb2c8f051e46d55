using System.Runtime.InteropServices;
using Accrete.Blueprints;
using Accrete.Datasets.Sources;
using SkiaSharp;

namespace Accrete.Datasets;

/// <summary>
/// Brings decoded pixels into a wanted shape: flattened on white, upright, fitted, with 1 or 3 channels.
/// </summary>
internal static class PixelFitter
{
    /// <summary>Fits an RGBA bitmap, which is flattened on white, and gives its size when upright.</summary>
    public static ImageSize Fit(
        SKBitmap bitmap,
        SKEncodedOrigin origin,
        ImageShape shape,
        ImageFit fit,
        Span<byte> target
    )
    {
        // First of all: what transparent pixels hide must not be mixed into those beside them.
        FlattenOnWhite(MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan()));
        if (
            origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default
            && bitmap.Width == shape.Width
            && bitmap.Height == shape.Height
        )
        {
            Split(bitmap.GetPixelSpan(), shape, target);
            return new ImageSize(shape.Width, shape.Height);
        }

        var upright = Upright(origin, bitmap.Width, bitmap.Height, out var size);
        using var fitted =
            fit == ImageFit.Crop ? Cropped(bitmap, upright, size, shape) : Whole(bitmap, upright, size, shape, fit);
        Split(fitted.GetPixelSpan(), shape, target);
        return size;
    }

    /// <summary>Fits raw planes <c>[C, H, W]</c>; a plain copy where the shape is already right.</summary>
    public static void Fit(ReadOnlySpan<byte> planes, ImageShape own, ImageShape shape, ImageFit fit, Span<byte> target)
    {
        if (own == shape)
        {
            planes.CopyTo(target);
            return;
        }

        using var bitmap = Bitmap(planes, own);
        Fit(bitmap, SKEncodedOrigin.TopLeft, shape, fit, target);
    }

    /// <summary>
    /// Fits rows of pixels <c>[H, W, C]</c>: grey, RGB, or RGBA that is flattened on white, as their number says.
    /// </summary>
    /// <exception cref="InvalidInputException">Throws if their number fits none of these.</exception>
    public static void FitRows(
        ReadOnlySpan<byte> pixels,
        int height,
        int width,
        ImageShape shape,
        ImageFit fit,
        Span<byte> target
    )
    {
        ImageShapes.Check(shape);
        var plane = (long)height * width;
        if (height < 1 || width < 1 || pixels.Length % plane != 0 || pixels.Length / plane is not (1 or 3 or 4))
        {
            throw new InvalidInputException(
                $"pixels: are {pixels.Length} bytes, but an image {height} high and {width} wide has {plane} (grey), "
                    + $"{3 * plane} (RGB) or {4 * plane} (RGBA); give as many."
            );
        }

        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Spread(pixels, (int)(pixels.Length / plane), bitmap.GetPixelSpan());
        Fit(bitmap, SKEncodedOrigin.TopLeft, shape, fit, target);
    }

    /// <summary>Raw planes <c>[C, H, W]</c> as an RGBA bitmap.</summary>
    public static SKBitmap Bitmap(ReadOnlySpan<byte> planes, ImageShape shape)
    {
        var bitmap = new SKBitmap(
            new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        );
        Interleave(planes, shape, bitmap.GetPixelSpan());
        return bitmap;
    }

    // Scaled so that the shorter side fits, the middle of the longer one.
    private static SKBitmap Cropped(SKBitmap bitmap, SKMatrix upright, ImageSize size, ImageShape shape)
    {
        var scale = Math.Max((float)shape.Width / size.Width, (float)shape.Height / size.Height);
        var middle = SKMatrix.CreateTranslation(
            (shape.Width - (size.Width * scale)) / 2,
            (shape.Height - (size.Height * scale)) / 2
        );
        return Drawn(
            bitmap,
            middle.PreConcat(SKMatrix.CreateScale(scale, scale)).PreConcat(upright),
            new(shape.Width, shape.Height),
            SKColors.White,
            Sampling(scale)
        );
    }

    // Into a rectangle of whole pixels: with black beside it where it is not the whole shape.
    private static SKBitmap Whole(SKBitmap bitmap, SKMatrix upright, ImageSize size, ImageShape shape, ImageFit fit)
    {
        var all = new ImageSize(shape.Width, shape.Height);
        var scale = Math.Min((double)shape.Width / size.Width, (double)shape.Height / size.Height);
        var part =
            fit == ImageFit.Stretch
                ? all
                : new ImageSize(Scaled(size.Width, scale, shape.Width), Scaled(size.Height, scale, shape.Height));
        var (image, toImage, own) = (bitmap, upright, size);
        // Mipmaps are for one scale: halves the side that shrinks more until both shrink alike.
        while (Halved(own, part) is { } half)
        {
            var halved = Drawn(
                image,
                Scale(own, half).PreConcat(toImage),
                half,
                SKColors.White,
                new SKSamplingOptions(SKFilterMode.Linear)
            );
            Free(image);
            (image, toImage, own) = (halved, SKMatrix.Identity, half);
        }

        var scaled = Scale(own, part);
        var placed = SKMatrix
            .CreateTranslation((all.Width - part.Width) / 2, (all.Height - part.Height) / 2)
            .PreConcat(scaled)
            .PreConcat(toImage);
        var drawn = Drawn(image, placed, all, SKColors.Black, Sampling(Math.Min(scaled.ScaleX, scaled.ScaleY)));
        Free(image);
        return drawn;

        void Free(SKBitmap used)
        {
            if (used != bitmap)
            {
                used.Dispose();
            }
        }
    }

    private static int Scaled(int length, double scale, int most) =>
        Math.Clamp((int)Math.Round(length * scale), 1, most);

    private static SKMatrix Scale(ImageSize from, ImageSize to) =>
        SKMatrix.CreateScale((float)to.Width / from.Width, (float)to.Height / from.Height);

    private static ImageSize? Halved(ImageSize own, ImageSize wanted)
    {
        var (across, down) = ((double)wanted.Width / own.Width, (double)wanted.Height / own.Height);
        return across <= 0.5 && across < down ? own with { Width = (own.Width + 1) / 2 }
            : down <= 0.5 && down < across ? own with { Height = (own.Height + 1) / 2 }
            : null;
    }

    private static SKBitmap Drawn(
        SKBitmap bitmap,
        SKMatrix matrix,
        ImageSize size,
        SKColor beside,
        SKSamplingOptions sampling
    )
    {
        var drawn = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(drawn);
        canvas.Clear(beside);
        canvas.SetMatrix(matrix);
        bitmap.SetImmutable(); // Lets the image share the pixels instead of copying them.
        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, 0, 0, sampling);
        canvas.Flush();
        return drawn;
    }

    // Mipmaps average whole areas when shrinking; a cubic is smoother when enlarging, and would blur what keeps its
    // size.
    private static SKSamplingOptions Sampling(float scale) =>
        scale < 1 ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        : scale > 1 ? new SKSamplingOptions(SKCubicResampler.Mitchell)
        : new SKSamplingOptions(SKFilterMode.Linear);

    // EXIF's eight orientations: the matrix that takes stored pixels to where they belong.
    private static SKMatrix Upright(SKEncodedOrigin origin, int w, int h, out ImageSize size)
    {
        var turned = origin >= SKEncodedOrigin.LeftTop;
        size = turned ? new(h, w) : new(w, h);
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

    private static void Spread(ReadOnlySpan<byte> pixels, int channels, Span<byte> rgba)
    {
        if (channels == 4)
        {
            pixels.CopyTo(rgba);
            return;
        }

        for (var (from, to) = (0, 0); to < rgba.Length; (from, to) = (from + channels, to + 4))
        {
            rgba[to] = pixels[from];
            rgba[to + 1] = pixels[from + (channels / 2)];
            rgba[to + 2] = pixels[from + channels - 1];
            rgba[to + 3] = 255;
        }
    }

    private static void Split(ReadOnlySpan<byte> rgba, ImageShape shape, Span<byte> target)
    {
        var plane = shape.Height * shape.Width;
        for (var i = 0; i < plane; i++)
        {
            var pixel = rgba.Slice(4 * i, 4);
            var (red, green, blue) = (pixel[0], pixel[1], pixel[2]);
            if (shape.Channels == 1)
            {
                target[i] = (byte)(((299 * red) + (587 * green) + (114 * blue) + 500) / 1000);
            }
            else
            {
                target[i] = red;
                target[plane + i] = green;
                target[(2 * plane) + i] = blue;
            }
        }
    }

    private static void FlattenOnWhite(Span<uint> rgba)
    {
        // Most images have no such pixel, which is found many pixels at a time.
        if (!rgba.ContainsAnyExceptInRange(255u << 24, uint.MaxValue))
        {
            return;
        }

        foreach (ref var pixel in rgba)
        {
            var alpha = pixel >> 24;
            if (alpha != 255)
            {
                pixel =
                    OnWhite(pixel & 255, alpha)
                    | (OnWhite((pixel >> 8) & 255, alpha) << 8)
                    | (OnWhite((pixel >> 16) & 255, alpha) << 16)
                    | (255u << 24);
            }
        }
    }

    private static uint OnWhite(uint value, uint alpha) => ((value * alpha) + (255 * (255 - alpha)) + 127) / 255;
}
