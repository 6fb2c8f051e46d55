using Accrete.Blueprints;
using Accrete.Datasets;
using SkiaSharp;
using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>Stored as JPEG, of low quality.</summary>
internal sealed class JpegCompression : ICorruption
{
    private static readonly int[] Qualities = [80, 65, 58, 50, 40];

    public string Name => "jpeg_compression";

    public Tensor Apply(Tensor images, int severity, Generator draws)
    {
        var shape = new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]);
        var pixels = (images * 255).round().to_type(ScalarType.Byte).contiguous().data<byte>().ToArray();
        var stride = shape.Elements;
        Parallel.For(
            0,
            (int)images.shape[0],
            i => Store(pixels.AsSpan((int)(i * stride), (int)stride), shape, Qualities[severity - 1])
        );
        return tensor(pixels).view(images.shape).to_type(ScalarType.Float32) / 255;
    }

    private static void Store(Span<byte> planes, ImageShape shape, int quality)
    {
        using var bitmap = PixelFitter.Bitmap(planes, shape);
        using var stored = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var read = SKBitmap.Decode(
            stored,
            new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul)
        );
        PixelFitter.Fit(read, SKEncodedOrigin.TopLeft, shape, ImageFit.Crop, planes);
    }
}
