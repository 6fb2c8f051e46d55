using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Labelled images that are not yet pixels in a tensor.</summary>
internal abstract class ImageList(int[] labels)
{
    /// <summary>The label of each image.</summary>
    public int[] Labels { get; } = labels;

    /// <summary>
    /// Writes image <paramref name="index"/> as <c>[C, H, W]</c> and gives its own size; safe to call from several
    /// threads.
    /// </summary>
    public abstract ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target);

    /// <summary>
    /// What an image is called in its set, wherever that lies: its path there as it is on the disk, or its part and its
    /// number.
    /// </summary>
    public abstract string NameOf(int index);

    /// <summary>The name by which an image is known again: the same for all spellings of its part.</summary>
    public virtual string IdentityOf(int index) => NameOf(index);

    /// <summary>
    /// The SHA-256 of what an image is decoded from; of nothing where that cannot be read. Safe to call from several
    /// threads.
    /// </summary>
    public abstract byte[] HashOf(int index);
}
