using Accrete.Datasets.Files;

namespace Accrete.Datasets.Sources;

/// <summary>A data set in a tree of files: a folder, or the archive of one.</summary>
internal abstract class TreeSource(string location) : DatasetSource
{
    /// <inheritdoc/>
    public sealed override string Location { get; } = location;

    /// <inheritdoc/>
    public sealed override string Hash(CancellationToken cancel) =>
        Directory.Exists(Location) ? ContentHash.OfTree(new FolderTree(Location), cancel) : ContentHash.OfFile(Location);

    /// <inheritdoc/>
    public sealed override SourceContent Read(CancellationToken cancel) => Read(FileTree.Open(Location, cancel));

    /// <summary>Reads the tree and checks it.</summary>
    protected abstract SourceContent Read(FileTree tree);
}
