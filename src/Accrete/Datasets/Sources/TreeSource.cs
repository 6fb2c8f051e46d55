using Accrete.Files;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>A data set in a tree of files: a folder, or the archive of one.</summary>
internal abstract class TreeSource(string location) : DatasetSource
{
    private FileTree? tree;

    /// <inheritdoc/>
    public sealed override string Location { get; } = location;

    /// <inheritdoc/>
    public sealed override string? PackedHash(CancellationToken cancel) =>
        Directory.Exists(Location) ? null : ContentHash.OfFile(Location);

    /// <inheritdoc/>
    public sealed override string EarlierHash(CancellationToken cancel) =>
        PackedHash(cancel) ?? ContentHash.OfTree(Tree(cancel), cancel);

    /// <inheritdoc/>
    public sealed override SourceContent Read(CancellationToken cancel) => Read(Tree(cancel), cancel);

    /// <summary>Reads the tree and checks it.</summary>
    protected abstract SourceContent Read(FileTree tree, CancellationToken cancel);

    /// <summary>The tree, which is walked or unpacked once.</summary>
    protected FileTree Tree(CancellationToken cancel) => tree ??= FileTree.Open(Location, cancel);
}
