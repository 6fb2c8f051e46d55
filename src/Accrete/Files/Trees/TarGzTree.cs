using System.Formats.Tar;
using System.Security.Cryptography;

namespace Accrete.Files.Trees;

/// <summary>
/// The files of a <c>.tar.gz</c> archive, read into memory in one pass: nothing is ever written to disk.
/// </summary>
internal sealed class TarGzTree : FileTree
{
    // Twice what the largest set known here unpacks to, and more than any one file of it. Small archives have a bound
    // of their own (PackedBound).
    private const long LargestEntry = 512L << 20;
    private const long LargestTotal = 2L << 30;

    // What a header claims is believed up to here; beyond, memory follows the bytes that really come.
    private const int Believed = 1 << 20;

    private readonly Dictionary<string, byte[]> files;

    private TarGzTree(string archive, Dictionary<string, byte[]> files)
        : base(archive)
    {
        this.files = files;
        Paths = files.Keys.Order(StringComparer.Ordinal).ToArray();
        Folders = [.. Paths.SelectMany(Above).Distinct().Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Paths { get; }

    public override IReadOnlyList<string> Folders { get; }

    public override bool Has(string path) => files.ContainsKey(path);

    public override string Describe(string path) => $"{Location}: {path}";

    public override byte[] ReadHead(string path, int length) => files[path][..Math.Min(length, files[path].Length)];

    public override byte[] Hash(string path) => SHA256.HashData(files[path]);

    protected override byte[] ReadExisting(string path) => files[path];

    private static IEnumerable<string> Above(string path)
    {
        for (var end = path.LastIndexOf('/'); end > 0; end = path.LastIndexOf('/', end - 1))
        {
            yield return path[..end];
        }
    }

    /// <summary>Reads an archive; one top folder that holds everything is left out of the paths.</summary>
    /// <exception cref="InvalidInputException">
    /// Throws if cut short, damaged, too large, or with links or names that lead elsewhere.
    /// </exception>
    public static TarGzTree Read(string archive, CancellationToken cancel)
    {
        try
        {
            using var unpacked = new GZipFile(SourceFile.Open(archive), archive);
            var files = ReadEntries(archive, unpacked, cancel);
            // Behind its last entry an archive is filled up, and gzip keeps its checksum.
            unpacked.CopyTo(Stream.Null);
            if (files.Count == 0)
            {
                throw new InvalidInputException($"{archive}: no file in this archive; get it again.");
            }

            return new TarGzTree(archive, WithoutTopFolder(files));
        }
        catch (Exception e)
            when (e
                    is InvalidDataException
                        or EndOfStreamException
                        or FormatException
                        or ArgumentException
                        or OverflowException
                        or OutOfMemoryException
            )
        {
            // Memory for a long name is asked for at once, before it is known to be there.
            throw new InvalidInputException($"{archive}: cut short or damaged; get it again.", e);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException)
        {
            // Sparse files, and entries that are longer than what they may hold, are no part of any set.
            throw new InvalidInputException(
                $"{archive}: has an entry of a kind that no data set has ({GivenText.Shown(e.Message)}); get "
                    + "it from its official place.",
                e
            );
        }
        catch (IOException e)
        {
            throw SourceFile.Unreadable(archive, e);
        }
    }

    private static Dictionary<string, byte[]> ReadEntries(string archive, Stream unpacked, CancellationToken cancel)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var total = 0L;
        using var tar = new TarReader(unpacked, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            cancel.ThrowIfCancellationRequested();
            if (SafePath(archive, entry) is not { } path)
            {
                continue;
            }

            total += entry.Length;
            if (entry.Length > LargestEntry || total > LargestTotal)
            {
                throw new InvalidInputException(
                    $"{archive}: '{entry.Name}' makes it unpack to more than any known set; get it again."
                );
            }

            files[path] = ReadEntry(entry);
        }

        return files;
    }

    // The path below the archive's root, or null for what is no file.
    private static string? SafePath(string archive, TarEntry entry)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
        {
            return null;
        }

        if (GivenText.Flaw(entry.Name) is { } flaw)
        {
            throw new InvalidInputException(
                $"{archive}: the name '{GivenText.Shown(entry.Name)}' {flaw}; get it from its official place."
            );
        }

        if (
            entry.EntryType
            is not (
                TarEntryType.RegularFile
                or TarEntryType.V7RegularFile
                or TarEntryType.ContiguousFile
                or TarEntryType.Directory
            )
        )
        {
            throw new InvalidInputException(
                $"{archive}: '{entry.Name}' is a link or device, which no data set has; get it from its official place."
            );
        }

        var parts = entry.Name.Split('/', '\\');
        if (
            Path.IsPathRooted(entry.Name)
            || entry.Name is ['/' or '\\', ..]
            || parts.Any(p => p == ".." || p.Contains(':', StringComparison.Ordinal))
        )
        {
            throw new InvalidInputException(
                $"{archive}: '{entry.Name}' leads out of the archive; get it from its official place."
            );
        }

        return entry.EntryType == TarEntryType.Directory
            ? null
            : string.Join('/', parts.Where(p => p is not ("" or ".")));
    }

    private static byte[] ReadEntry(TarEntry entry)
    {
        if (entry.DataStream is not { } data)
        {
            return [];
        }

        if (entry.Length <= Believed)
        {
            var exact = new byte[entry.Length];
            data.ReadExactly(exact);
            return exact;
        }

        using var grown = new MemoryStream(Believed);
        data.CopyTo(grown);
        return grown.Length == entry.Length ? grown.ToArray() : throw new EndOfStreamException();
    }

    private static Dictionary<string, byte[]> WithoutTopFolder(Dictionary<string, byte[]> files)
    {
        var tops = files.Keys.Select(p => p.Split('/', 2)).Select(p => p.Length == 2 ? p[0] : "").Distinct().ToArray();
        return tops is [{ Length: > 0 } top]
            ? files.ToDictionary(f => f.Key[(top.Length + 1)..], f => f.Value, StringComparer.Ordinal)
            : files;
    }
}
