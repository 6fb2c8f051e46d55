using Accrete.Files;

namespace Accrete.Tests.Torture;

/// <summary>
/// A disk whose power goes at one of its operations. What was brought to it stays; of everything else any part may be
/// there: names by themselves, contents without names, the beginning of a content, or zeros in its place.
/// </summary>
internal sealed class LosingDisk : IDisk
{
    private readonly string root;
    private readonly Random random;
    private readonly Dictionary<string, Node> names = [];
    private readonly Dictionary<string, Node> kept = [];
    private readonly List<(string Folder, (string Path, Node? Node)[] Names)> pending = [];
    private readonly Dictionary<FileStream, Node> open = [];
    private int left;

    /// <param name="root">The folder on it; what is there now is safe.</param>
    /// <param name="operations">How many operations it has power for.</param>
    /// <param name="random">Decides what is left of the rest.</param>
    public LosingDisk(string root, int operations, Random random)
    {
        (this.root, left, this.random) = (root, operations, random);
        foreach (
            var path in Directory.Exists(root)
                ? Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Append(root)
                : []
        )
        {
            kept[path] = names[path] = new Node(path, Directory.Exists(path))
            {
                Synced = Directory.Exists(path) ? null : File.ReadAllBytes(path),
            };
        }
    }

    public void CreateFolder(string path)
    {
        Operate();
        Directory.CreateDirectory(path);
        Name(Above(path), (path, names[path] = new Node(path, isFolder: true)));
    }

    public FileStream Create(string path)
    {
        Operate();
        return Opened(path, Disk.OfMachine.Create(path));
    }

    public FileStream Change(string path)
    {
        Operate();
        return Opened(path, Disk.OfMachine.Change(path));
    }

    public void Sync(FileStream file)
    {
        Operate();
        Disk.OfMachine.Sync(file);
        var (place, content) = (file.Position, new byte[file.Length]);
        file.Position = 0;
        file.ReadExactly(content);
        file.Position = place;
        open[file].Synced = content;
    }

    public void Rename(string from, string to)
    {
        Operate();
        if (names.TryGetValue(to, out var replaced))
        {
            // Its name is another one's from here on, and nothing is written into it any more.
            replaced.Last = File.ReadAllBytes(to);
        }

        Disk.OfMachine.Rename(from, to);
        var node = names[from];
        names.Remove(from);
        names[to] = node;
        node.Path = to;
        Name(Above(from), (from, null), (to, node));
    }

    public void SyncFolder(string path)
    {
        Operate();
        foreach (var (_, changes) in pending.Where(p => p.Folder == path))
        {
            Apply(kept, changes);
        }

        pending.RemoveAll(p => p.Folder == path);
    }

    /// <summary>Writes what is left into another folder, as if it were found after the power came back.</summary>
    public void WriteWhatIsLeft(string image)
    {
        var found = new Dictionary<string, Node>(kept);
        foreach (var (_, changes) in pending.Where(_ => random.Next(2) == 0))
        {
            Apply(found, changes);
        }

        Directory.CreateDirectory(image);
        foreach (
            var (path, node) in found
                .OrderBy(f => f.Key, StringComparer.Ordinal)
                .Where(f => f.Key != root && HasWay(found, f.Key))
        )
        {
            var place = Path.Combine(image, Path.GetRelativePath(root, path));
            if (node.IsFolder)
            {
                Directory.CreateDirectory(place);
            }
            else
            {
                File.WriteAllBytes(place, Torn(node));
            }
        }

        WriteOwnFiles(image);
    }

    private static string Above(string path) => Path.GetDirectoryName(path)!;

    private static void Apply(Dictionary<string, Node> to, (string Path, Node? Node)[] changes)
    {
        foreach (var (path, node) in changes)
        {
            if (node is null)
            {
                to.Remove(path);
            }
            else
            {
                to[path] = node;
            }
        }
    }

    private bool HasWay(Dictionary<string, Node> found, string path) =>
        path == root || (found.ContainsKey(Above(path)) && HasWay(found, Above(path)));

    private void Operate()
    {
        if (left-- <= 0)
        {
            throw new PowerLoss();
        }
    }

    private FileStream Opened(string path, FileStream file)
    {
        if (!names.TryGetValue(path, out var node))
        {
            Name(Above(path), (path, names[path] = node = new Node(path, isFolder: false)));
        }

        node.Path = path;
        open[file] = node;
        return file;
    }

    private void Name(string folder, params (string Path, Node? Node)[] changes) => pending.Add((folder, changes));

    private byte[] Torn(Node node)
    {
        var (safe, now) = (
            node.Synced ?? [],
            node.Last ?? (File.Exists(node.Path) ? File.ReadAllBytes(node.Path) : node.Synced ?? [])
        );
        if (now.AsSpan().SequenceEqual(safe))
        {
            return safe;
        }

        // Of what is new some blocks came to the disk, or only the length did.
        var begins = now.AsSpan().CommonPrefixLength(safe);
        var reached = begins + random.Next(now.Length - begins + 1);
        return random.Next(4) switch
        {
            0 => safe,
            1 => now,
            2 => now[..reached],
            _ => [.. now[..reached], .. new byte[now.Length - reached]],
        };
    }

    // Written beside this disk: they are worth nothing, and may be in any state.
    private void WriteOwnFiles(string image)
    {
        File.WriteAllBytes(Path.Combine(image, ".owner"), []);
        if (File.Exists(Path.Combine(root, ".work.json")) && random.Next(2) == 0)
        {
            var mark = File.ReadAllBytes(Path.Combine(root, ".work.json"));
            File.WriteAllBytes(Path.Combine(image, ".work.json"), mark[..random.Next(mark.Length + 1)]);
        }
    }

    private sealed class Node(string path, bool isFolder)
    {
        public string Path { get; set; } = path;

        public bool IsFolder { get; } = isFolder;

        public byte[]? Synced { get; set; }

        public byte[]? Last { get; set; }
    }
}
