using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Labelled images that are not yet pixels in a tensor.</summary>
internal abstract class ImageList(int[] labels)
{
    /// <summary>The label of each image.</summary>
    public int[] Labels { get; } = labels;

    /// <summary>Writes image <paramref name="index"/> as <c>[C, H, W]</c> and gives its own size; safe to call from several threads.</summary>
    public abstract ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target);
}
