using System.Security.Cryptography;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>Images that are files to decode.</summary>
/// <param name="tree">Where the files are.</param>
/// <param name="images">Their paths and labels.</param>
/// <param name="only">The height and width that each must have; null where sizes may be mixed.</param>
internal sealed class EncodedImages(FileTree tree, IReadOnlyList<LabelledPath> images, ImageShape? only)
    : ImageList(images.Select(i => i.Label).ToArray())
{
    /// <summary>Whether they lie in a folder for their part, which goes by several names.</summary>
    public bool InPart { get; init; }

    public override ImageSize Write(int index, ImageShape shape, ImageFit fit, Span<byte> target)
    {
        var path = images[index].Path;
        return ImageDecoder.Decode(tree.Read(path), tree.Describe(path), shape, fit, only, target);
    }

    public override string NameOf(int index) => RawPath.Shown(images[index].Path);

    public override string IdentityOf(int index) => InPart ? PartName.Same(NameOf(index)) : NameOf(index);

    public override byte[] HashOf(int index)
    {
        try
        {
            return tree.Hash(images[index].Path);
        }
        catch (AccreteException)
        {
            // Decoding it says why.
            return SHA256.HashData([]);
        }
    }
}
