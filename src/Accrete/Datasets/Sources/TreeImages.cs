using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>The files of a tree that are images, whatever their endings, and those that are not.</summary>
/// <param name="Paths">The images, in ordinal order.</param>
/// <param name="Others">What else is there.</param>
internal sealed record TreeImages(IReadOnlyList<string> Paths, IReadOnlyList<PassedOver> Others)
{
    private const string NoImage = "not an image";
    private const string Unread = "an image of a kind that is not read (read are " + ImageFormats.Names + ")";

    /// <summary>Looks at the first bytes of each file.</summary>
    public static TreeImages Of(FileTree tree, IEnumerable<string> paths, CancellationToken cancel)
    {
        string[] all = [.. paths];
        var kinds = new ImageFormatKind[all.Length];
        ParallelWork.For(all.Length, i => kinds[i] = ImageFormats.KindOf(all[i], Head(tree, all[i])), cancel);
        var byKind = all.Zip(kinds).ToLookup(p => p.Second, p => p.First);
        return new TreeImages(
            [.. byKind[ImageFormatKind.Read]],
            [
                .. new[] { (NoImage, byKind[ImageFormatKind.NoImage]), (Unread, byKind[ImageFormatKind.Unread]) }
                    .Where(k => k.Item2.Any())
                    .Select(k => PassedOver.Of(k.Item1, [.. k.Item2.Select(RawPath.Shown)])),
            ]
        );
    }

    // What cannot be read is told by its ending, and is found to be unreadable where it is decoded.
    private static byte[] Head(FileTree tree, string path)
    {
        try
        {
            return tree.ReadHead(path, ImageFormats.HeadLength);
        }
        catch (AccreteException)
        {
            return [];
        }
    }
}
