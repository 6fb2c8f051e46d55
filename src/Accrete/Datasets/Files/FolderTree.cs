
namespace Accrete.Datasets.Files;

/// <summary>The files of a folder, read when they are needed; hidden ones are left out.</summary>
internal sealed class FolderTree : FileTree
{
    // Deeper than any layout: ends the walk where links form a ring.
    private const int Deepest = 6;

    private readonly HashSet<string> known;

    public FolderTree(string folder)
        : base(folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Deepest, IgnoreInaccessible = false };
        try
        {
            Paths = Directory.EnumerateFiles(folder, "*", options)
                .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/'))
                .Order(StringComparer.Ordinal)
                .ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SourceFile.Unreadable(folder, e);
        }

        known = new HashSet<string>(Paths, StringComparer.Ordinal);
    }

    public override IReadOnlyList<string> Paths { get; }

    public override bool Has(string path) => known.Contains(path);

    public override string Describe(string path) => Path.Combine(Location, path);

    protected override byte[] ReadExisting(string path) => SourceFile.ReadAll(Describe(path));
}
