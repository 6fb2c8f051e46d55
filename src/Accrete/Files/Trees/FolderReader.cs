namespace Accrete.Files.Trees;

/// <summary>Looks into folders, without opening what is in them.</summary>
internal abstract class FolderReader
{
    /// <summary>The best one for this machine.</summary>
    public static FolderReader Here { get; } = OperatingSystem.IsLinux() ? new LinuxFolders() : new PortableFolders();

    /// <summary>The names in a folder, in any order; null when it is gone.</summary>
    /// <exception cref="PathTooLongException">Throws if the path is longer than the system takes.</exception>
    /// <exception cref="IOException">Throws if it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Throws if it may not be read.</exception>
    public abstract IReadOnlyList<FolderEntry>? List(string folder);

    /// <summary>What a path leads to when all links are followed, with an identity.</summary>
    /// <inheritdoc cref="List"/>
    public abstract Place Resolve(string path);

    /// <summary>The identities of the folders in which a folder really lies, nearest first.</summary>
    public abstract IEnumerable<string> IdsAbove(string folder);
}
