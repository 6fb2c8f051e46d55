using System.Text;

namespace Accrete.Fuzz.Mutations;

/// <summary>The files of a folder in one input, and how they are changed: one by one, each in its own terms.</summary>
/// <param name="Files">Path and content; a path that ends in a slash is an empty folder.</param>
internal sealed record Bundle(IReadOnlyList<(string Path, byte[] Content)> Files)
{
    private const int MostFiles = 1000;

    /// <summary>All files below a folder.</summary>
    public static Bundle Of(string folder) =>
        new([
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => (Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes(f))),
        ]);

    /// <summary>Reads what <see cref="ToBytes"/> wrote, as far as it can be read.</summary>
    public static Bundle Parse(byte[] bytes)
    {
        var files = new List<(string, byte[])>();
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            while (files.Count < MostFiles && reader.PeekChar() >= 0)
            {
                var path = reader.ReadString();
                files.Add(
                    (
                        path,
                        reader.ReadBytes(
                            (int)Math.Clamp(reader.ReadInt32(), 0, bytes.Length - reader.BaseStream.Position)
                        )
                    )
                );
            }
        }
        catch (Exception e) when (e is EndOfStreamException or FormatException or ArgumentException or IOException) { }

        return new Bundle(files);
    }

    public byte[] ToBytes()
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content, Encoding.UTF8);
        foreach (var (path, file) in Files)
        {
            writer.Write(path);
            writer.Write(file.Length);
            writer.Write(file);
        }

        return content.ToArray();
    }

    /// <summary>Writes the files into a folder; what no file system takes is left out.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (path, content) in Files)
        {
            var parts = path.Split('/', '\\', '\0').Where(p => p is not ("" or "." or "..")).ToArray();
            if (parts.Length == 0)
            {
                continue;
            }

            try
            {
                var file = Path.Combine([folder, .. parts]);
                Directory.CreateDirectory(path.EndsWith('/') ? file : Path.GetDirectoryName(file)!);
                if (!path.EndsWith('/'))
                {
                    File.WriteAllBytes(file, content);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
        }
    }

    /// <summary>Changes one file.</summary>
    /// <param name="kinds">The mutations of a file by the ending of its path; a file of no such ending is changed in
    /// its bytes.</param>
    public static Mutation Contents(params (string Ending, Mutation Mutation)[] kinds) =>
        (input, random, others) =>
        {
            var files = Parse(input).Files.ToList();
            var (chosen, mutation) = Chosen(files, kinds, random);
            if (chosen >= 0)
            {
                var (path, content) = files[chosen];
                byte[][] same =
                [
                    .. others.SelectMany(o => Parse(o).Files).Where(f => f.Path == path).Select(f => f.Content),
                ];
                files[chosen] = (path, mutation(content, random, same.Length > 0 ? same : [content]));
            }

            return new Bundle(files).ToBytes();
        };

    /// <summary>Changes which files there are, and what they are called.</summary>
    public static byte[] Names(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var files = Parse(input).Files.ToList();
        if (files.Count == 0)
        {
            return input;
        }

        var (one, other) = (random.Next(files.Count), random.Next(files.Count));
        switch (random.Next(8))
        {
            case 0:
                files.RemoveAt(one);
                break;
            case 1:
                files[one] = (files[one].Path, []);
                break;
            case 2:
                files[one] = (files[one].Path, files[other].Content);
                break;
            case 3:
                files[one] = (files[one].Path + "/", []);
                break;
            case 4:
                files.Add((Renamed(files[one].Path, random), files[other].Content));
                break;
            case 5:
                files[one] = (Renamed(files[one].Path, random), files[one].Content);
                break;
            case 6:
                files.RemoveAll(f => f.Path.StartsWith(files[one].Path.Split('/')[0], StringComparison.Ordinal));
                break;
            default:
                files[one] = (
                    Encoding.UTF8.GetString(
                        Bytes.Any(
                            Encoding.UTF8.GetBytes(files[one].Path),
                            random,
                            [Encoding.UTF8.GetBytes(files[other].Path)]
                        )
                    ),
                    files[one].Content
                );
                break;
        }

        return new Bundle(files).ToBytes();
    }

    // Few of many files are worth a change: kinds are drawn first, so that the one plan is changed as often as ten
    // images.
    private static (int File, Mutation Mutation) Chosen(
        List<(string Path, byte[])> files,
        (string Ending, Mutation Mutation)[] kinds,
        Random random
    )
    {
        var (ending, mutation) = kinds[random.Next(kinds.Length)];
        int[] fitting =
        [
            .. Enumerable
                .Range(0, files.Count)
                .Where(i => files[i].Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)),
        ];
        return fitting.Length > 0 ? (fitting[random.Next(fitting.Length)], mutation)
            : files.Count > 0 ? (random.Next(files.Count), Bytes.Any)
            : (-1, mutation);
    }

    private static string Renamed(string path, Random random)
    {
        string[] names =
        [
            "train",
            "test",
            "val",
            "Val",
            "valid",
            "validation",
            "Training",
            "a",
            "\u001b[2J",
            "ä",
            " ",
            "x.png",
            "labels.npy",
            "model.safetensors",
            "plan.json",
            "01",
            "\u202e",
            "a=b",
            "-x",
        ];
        var parts = path.Split('/');
        parts[random.Next(parts.Length)] = names[random.Next(names.Length)];
        return random.Next(4) == 0
            ? string.Join('/', parts.Prepend(names[random.Next(names.Length)]))
            : string.Join('/', parts);
    }
}
