namespace Accrete.Files.Trees;

/// <summary>The files of a folder, read when they are needed.</summary>
internal sealed class FolderTree : FileTree
{
    private readonly HashSet<string> known;
    private readonly FoundFiles found;

    public FolderTree(string folder, CancellationToken cancel)
        : base(folder)
    {
        found = FolderWalk.Of(folder, cancel);
        known = new HashSet<string>(found.Files, StringComparer.Ordinal);
    }

    public override IReadOnlyList<string> Paths => found.Files;

    public override IReadOnlyList<string> Folders => found.Folders;

    public override IReadOnlyList<string> Own => found.Own;

    public override IReadOnlyList<PassedOver> PassedOver => found.PassedOver;

    public override bool Has(string path) => known.Contains(path);

    public override string Describe(string path) => Path.Combine(Location, RawPath.Shown(path));

    public override byte[] ReadHead(string path, int length) =>
        SourceFile.ReadHead(Path.Combine(Location, path), length);

    public override byte[] Hash(string path)
    {
        using var file = SourceFile.Open(Path.Combine(Location, path));
        return System.Security.Cryptography.SHA256.HashData(file);
    }

    protected override byte[] ReadExisting(string path) => SourceFile.ReadAll(Path.Combine(Location, path));
}
