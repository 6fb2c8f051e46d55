namespace Accrete.Datasets.Files;

/// <summary>Folders of any system, as far as .NET shows them: pipes look like empty files, which are not opened either.</summary>
internal sealed class PortableFolders : FolderReader
{
    public override IReadOnlyList<FolderEntry>? List(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false })
                .Select(e => new FolderEntry(e.Name, KindOf(e)))];
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    public override ResolvedPath? Resolve(string path)
    {
        try
        {
            var real = Real(path);
            return Directory.Exists(real) ? new ResolvedPath(EntryKind.Folder, real)
                : File.Exists(real) ? new ResolvedPath(EntryKind.File, real)
                : null;
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return null;
        }
    }

    public override IEnumerable<string> IdsAbove(string folder)
    {
        for (var above = Path.GetDirectoryName(Real(folder)); above is not null; above = Path.GetDirectoryName(above))
        {
            yield return above;
        }
    }

    private static EntryKind KindOf(FileSystemInfo entry) => entry.LinkTarget is not null ? EntryKind.Link
        : entry is DirectoryInfo ? EntryKind.Folder
        : EntryKind.File;

    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target ? Real(target.FullName) : here;
    }
}
