using System.Globalization;
using System.Security.Cryptography;
using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Images that lie as planes of bytes in records of one length, in one or more blocks with equally many records.</summary>
/// <param name="blocks">The bytes of the files.</param>
/// <param name="skip">Bytes before the first record of a block.</param>
/// <param name="prefix">Bytes of a record before its pixels.</param>
/// <param name="own">The shape of the images.</param>
/// <param name="labels">The label of each image, over all blocks.</param>
/// <param name="part">What the images are a part of, such as <c>train</c>.</param>
internal sealed class RawImages(IReadOnlyList<byte[]> blocks, int skip, int prefix, ImageShape own, int[] labels, string part) : ImageList(labels)
{
    private readonly int record = prefix + (int)own.Elements;
    private readonly int blockLength = labels.Length / blocks.Count;

    public override ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target)
    {
        PixelFitter.Fit(Pixels(index), own, shape, fit, target);
        return new ImageSize(own.Width, own.Height);
    }

    public override string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{part}/{index}");

    public override byte[] HashOf(int index) => SHA256.HashData(Pixels(index));

    private ReadOnlySpan<byte> Pixels(int index) =>
        blocks[index / blockLength].AsSpan(skip + ((index % blockLength) * record) + prefix, (int)own.Elements);
}
