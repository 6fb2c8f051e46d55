using System.IO.Compression;
using static TorchSharp.torch;

namespace Accrete.Tests.Robustness.Corruptions;

/// <summary>
/// What the libraries that CIFAR-10-C was made with do to one picture; <c>reference.py</c> makes it anew.
/// </summary>
internal static class PublishedExamples
{
    private const int Elements = 3 * 32 * 32;

    private static readonly string[] Names =
    [
        "defocus_blur",
        "motion_blur",
        "zoom_blur",
        "brightness",
        "contrast",
        "pixelate",
        "jpeg_compression",
        "gaussian_nearest",
        "gaussian_mirrored",
    ];

    private static readonly Lazy<byte[]> Stored = new(Read);

    /// <summary>The picture, float32 <c>[1, 3, 32, 32]</c> from 0 to 1.</summary>
    public static Tensor Picture() => At(0);

    /// <summary>The same corrupted.</summary>
    public static Tensor Corrupted(string name, int severity) => At((5 * Array.IndexOf(Names, name)) + severity);

    private static Tensor At(int index) =>
        tensor(Stored.Value.AsSpan(index * Elements, Elements).ToArray())
            .view(32, 32, 3)
            .permute(2, 0, 1)
            .unsqueeze(0)
            .to_type(ScalarType.Float32)
            .contiguous() / 255;

    private static byte[] Read()
    {
        using var file = typeof(PublishedExamples).Assembly.GetManifestResourceStream("reference.bin.gz")!;
        using var zip = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        zip.CopyTo(bytes);
        return bytes.ToArray();
    }
}
