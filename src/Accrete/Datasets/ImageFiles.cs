using Accrete.Datasets.Sources;
using Accrete.Files.Trees;

namespace Accrete.Datasets;

/// <summary>Finds image files.</summary>
/// <param name="Paths">Their paths, in the order in which they were asked for.</param>
/// <param name="PassedOver">What lies in the folders and is none.</param>
internal sealed record ImageFiles(IReadOnlyList<string> Paths, IReadOnlyList<PassedOver> PassedOver)
{
    /// <summary>
    /// The files that were named, there or not, and of each folder that was named all images in it, in ordinal order.
    /// </summary>
    /// <param name="paths">Files, whatever they are, and folders.</param>
    /// <param name="stop">Stops the search.</param>
    /// <exception cref="InvalidInputException">Throws if a folder holds no image.</exception>
    /// <exception cref="AccreteException">Throws if a folder cannot be read.</exception>
    public static ImageFiles Find(IEnumerable<string> paths, CancellationToken stop = default)
    {
        ImageFiles[] found = [.. paths.Select(p => Directory.Exists(p) ? Below(p, stop) : new ImageFiles([p], []))];
        return new ImageFiles([.. found.SelectMany(f => f.Paths)], [.. found.SelectMany(f => f.PassedOver)]);
    }

    private static ImageFiles Below(string folder, CancellationToken stop)
    {
        var tree = new FolderTree(folder, stop);
        var images = TreeImages.Of(tree, tree.Paths, stop);
        return images.Paths.Count > 0
            ? new ImageFiles(
                [.. images.Paths.Select(p => Path.Combine(folder, p))],
                [.. tree.PassedOver, .. images.Others]
            )
            : throw new InvalidInputException($"{folder}: holds no image ({ImageFormats.Names}); name another folder.");
    }
}
