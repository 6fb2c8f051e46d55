using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>
/// Which folders of a set of one's own are classes and which are parts. Parts go by their names in any case; without a
/// training part the folders at the top are the classes, and what is named like a part is none of them.
/// </summary>
/// <param name="Train">The folder whose folders are the classes; empty for the top.</param>
/// <param name="Test">The folder with the test images, in folders of classes too; null where there is none.</param>
/// <param name="Classes">The folders of the classes.</param>
/// <param name="Unused">Images in no class of these parts, by the reason.</param>
/// <param name="Notes">What was taken for what where it can be read in two ways.</param>
internal sealed record FolderLayout(
    string Train,
    string? Test,
    IReadOnlyList<string> Classes,
    IReadOnlyList<PassedOver> Unused,
    IReadOnlyList<string> Notes
)
{
    /// <summary>Looks at where the images of a tree lie.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="images">Its images.</param>
    /// <param name="learning">Whether there have to be training images.</param>
    /// <exception cref="InvalidInputException">
    /// Throws if two folders are named like the same part, or there are no training images.
    /// </exception>
    public static FolderLayout Of(FileTree tree, IReadOnlyList<string> images, bool learning) =>
        new FolderLayoutFinder(tree, images).Find(learning);
}
