using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Labelled images that are not yet pixels in a tensor.</summary>
internal abstract class ImageList(int[] labels)
{
    /// <summary>The label of each image.</summary>
    public int[] Labels { get; } = labels;

    /// <summary>Writes image <paramref name="index"/> as <c>[C, H, W]</c> and gives its own size; safe to call from several threads.</summary>
    public abstract ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target);

    /// <summary>What an image is called in its set, wherever that lies: its part and its path or number there.</summary>
    public abstract string NameOf(int index);

    /// <summary>The SHA-256 of what an image is decoded from; of nothing where that cannot be read. Safe to call from several threads.</summary>
    public abstract byte[] HashOf(int index);
}
