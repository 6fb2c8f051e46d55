using System.Text;

namespace Accrete.Files.Trees;

/// <summary>Named files below one place, so that readers need not care whether it is a folder or an archive.</summary>
internal abstract class FileTree(string location)
{
    /// <summary>The path of the folder or archive, for errors.</summary>
    public string Location { get; } = location;

    /// <summary>All files, with <c>/</c> between folders, in ordinal order.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>All folders, in the same form.</summary>
    public abstract IReadOnlyList<string> Folders { get; }

    /// <summary>Folders that Accrete wrote, which are no part of the tree.</summary>
    public virtual IReadOnlyList<string> Own => [];

    /// <summary>What is there and in neither of them.</summary>
    public virtual IReadOnlyList<PassedOver> PassedOver => [];

    /// <summary>Whether there is a file with this path.</summary>
    public abstract bool Has(string path);

    /// <summary>How people find the file.</summary>
    public abstract string Describe(string path);

    /// <summary>The bytes of one file; safe to call from several threads.</summary>
    public byte[] Read(string path) =>
        Has(path)
            ? ReadExisting(path)
            : throw new InvalidInputException($"{Location}: '{path}' is missing; get the set again.");

    /// <summary>The first bytes of a file that is there, as many as there are.</summary>
    public abstract byte[] ReadHead(string path, int length);

    /// <summary>The SHA-256 of a file that is there.</summary>
    public abstract byte[] Hash(string path);

    /// <summary>The lines of one text file, trimmed, without empty ones.</summary>
    public string[] ReadLines(string path) =>
        Encoding
            .UTF8.GetString(Read(path))
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The bytes of a file that is there.</summary>
    protected abstract byte[] ReadExisting(string path);

    /// <summary>The tree in a folder, or in a <c>.tar.gz</c> archive, which is read into memory.</summary>
    public static FileTree Open(string location, CancellationToken cancel) =>
        Directory.Exists(location) ? new FolderTree(location, cancel) : TarGzTree.Read(location, cancel);
}
