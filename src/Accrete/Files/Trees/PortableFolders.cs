namespace Accrete.Files.Trees;

/// <summary>
/// Folders of any system, as far as .NET shows them: pipes look like empty files, which are not opened either.
/// </summary>
internal sealed class PortableFolders : FolderReader
{
    public override IReadOnlyList<FolderEntry>? List(string folder)
    {
        try
        {
            return
            [
                .. new DirectoryInfo(folder)
                    .EnumerateFileSystemInfos(
                        "*",
                        new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false }
                    )
                    .Select(e => new FolderEntry(e.Name, KindOf(e))),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    public override Place Resolve(string path)
    {
        try
        {
            var real = Real(path);
            return Directory.Exists(real) ? new Place(PlaceKind.Folder, real)
                : File.Exists(real) ? new Place(PlaceKind.File, real)
                : Place.Empty;
        }
        catch (IOException)
        {
            // Links that lead to each other.
            return Place.Empty;
        }
    }

    public override IEnumerable<string> IdsAbove(string folder)
    {
        for (var above = Path.GetDirectoryName(Real(folder)); above is not null; above = Path.GetDirectoryName(above))
        {
            yield return above;
        }
    }

    private static PlaceKind KindOf(FileSystemInfo entry) =>
        entry.LinkTarget is not null ? PlaceKind.Link
        : entry is DirectoryInfo ? PlaceKind.Folder
        : PlaceKind.File;

    private static string Real(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Path.GetDirectoryName(full) is not { } parent)
        {
            return full;
        }

        var here = Path.Combine(Real(parent), Path.GetFileName(full));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? Real(target.FullName)
            : here;
    }
}
