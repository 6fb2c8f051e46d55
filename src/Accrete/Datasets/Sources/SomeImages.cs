using Accrete.Blueprints;

namespace Accrete.Datasets.Sources;

/// <summary>Some of the images of a list.</summary>
/// <param name="all">The list.</param>
/// <param name="indices">Which of them.</param>
internal sealed class SomeImages(ImageList all, int[] indices) : ImageList([.. indices.Select(i => all.Labels[i])])
{
    public override ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target) =>
        all.Write(indices[index], shape, fit, target);

    public override string NameOf(int index) => all.NameOf(indices[index]);

    public override string IdentityOf(int index) => all.IdentityOf(indices[index]);

    public override byte[] HashOf(int index) => all.HashOf(indices[index]);
}
