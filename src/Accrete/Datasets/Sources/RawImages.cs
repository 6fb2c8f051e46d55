using System.Globalization;
using System.Security.Cryptography;
using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Images that lie as planes of bytes in records of one length, in blocks.</summary>
/// <param name="blocks">The bytes of the records.</param>
/// <param name="blockRecords">How many records a block has; the last may have fewer.</param>
/// <param name="prefix">Bytes of a record before its pixels.</param>
/// <param name="own">The shape of the images.</param>
/// <param name="labels">The label of each image, over all blocks.</param>
/// <param name="part">What the images are a part of, such as <c>train</c>.</param>
internal sealed class RawImages(
    IReadOnlyList<byte[]> blocks,
    int blockRecords,
    int prefix,
    ImageShape own,
    int[] labels,
    string part
) : ImageList(labels)
{
    private readonly int record = prefix + (int)own.Elements;

    public override ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target)
    {
        PixelFitter.Fit(Pixels(index), own, shape, fit, target);
        return new ImageSize(own.Width, own.Height);
    }

    public override string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{part}/{index}");

    public override byte[] HashOf(int index) => SHA256.HashData(Pixels(index));

    private ReadOnlySpan<byte> Pixels(int index) =>
        blocks[index / blockRecords].AsSpan(((index % blockRecords) * record) + prefix, (int)own.Elements);
}
