using System.Security.Cryptography;
using System.Text.Json;
using Accrete.Blueprints;
using Accrete.Files;
using Accrete.Files.Tensors;
using Accrete.Machine;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>
/// Decoded data sets on disk: one file for each content and settings, made again whenever it is not whole.
/// </summary>
/// <remarks>
/// A file is a magic number, the length of a JSON header, the header, the bytes of four tensors (training images and
/// labels, test images and labels), and a SHA-256 over all of that.
/// </remarks>
/// <param name="folder">Where the files are; null where there is no place for them.</param>
/// <param name="create">Opens a file for writing; other than the default only where a test plays a full disk.</param>
internal sealed class DatasetCache(string? folder, Func<string, Stream>? create = null)
{
    private const ulong Magic = 0x31_44_45_54_52_43_43_41; // "ACCRTED1", little-endian
    private const int LongestHeader = 1 << 24;

    private readonly Func<string, Stream> create = create ?? Create;

    /// <summary>The name of the file for one content in one form.</summary>
    public static string Key(string hash, string name, ImageShape shape, ImageFit fit, string settings) =>
        ContentHash.OfText($"format 5\n{hash}\n{name}\n{shape} {fit}\n{settings}\n");

    /// <summary>The cached set, or null when there is none; a damaged file is deleted.</summary>
    public CachedSet? TryRead(string key, string name, ImageShape shape, ImageFit fit)
    {
        if (folder is null)
        {
            return null;
        }

        var path = PathOf(key);
        try
        {
            if (Place.Of(path).Kind != PlaceKind.File)
            {
                return null;
            }

            using var file = RegularFile.OpenRead(path);
            if (Read(file, name, shape, fit) is { } set)
            {
                return set;
            }
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or InvalidInputException)
        {
            if (e is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
        }

        TryDelete(path);
        return null;
    }

    /// <summary>Writes beside the place and renames; returns why that failed, or null.</summary>
    public string? TryWrite(string key, Dataset set, IReadOnlyList<BadImage>? bad = null)
    {
        if (folder is null)
        {
            return "there is no home folder to keep the decoded images in; they will be decoded again next time, set "
                + $"{CacheFolder.Variable} to a folder.";
        }

        // One name for everybody: what a killed process leaves behind is written over, not added to.
        var beside = PathOf(key) + ".tmp";
        var ours = false;
        try
        {
            Directory.CreateDirectory(folder);
            using (var file = create(beside))
            {
                ours = true;
                Write(file, set, bad ?? []);
                file.Flush();
            }

            File.Move(beside, PathOf(key), overwrite: true);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (ours)
            {
                TryDelete(beside);
            }

            return $"{folder}: the decoded images cannot be cached ({e.Message.TrimEnd('.')}); they will be decoded "
                + $"again next time, free some space or set {CacheFolder.Variable}.";
        }
    }

    private string PathOf(string key) => Path.Combine(folder!, key + ".accrete-images");

    private static FileStream Create(string path)
    {
        // The cache may be shared: nothing is written through a link.
        if (Place.Of(path).Kind is not (PlaceKind.Nothing or PlaceKind.File))
        {
            throw new IOException($"{path} is no file");
        }

        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        file.SetLength(0);
        return file;
    }

    private static void Write(Stream file, Dataset set, IReadOnlyList<BadImage> bad)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var output = new SummedStream(file, sum);
        var header = JsonSerializer.SerializeToUtf8Bytes(
            new CacheHeader(set.Shape, set.Train.Count, set.Test.Count, [.. set.Classes], set.Sha256, set.Sizes)
            {
                Findings = set.Findings,
                Bad = bad,
            },
            CacheJson.Default.CacheHeader
        );
        output.Write(BitConverter.GetBytes(Magic));
        output.Write(BitConverter.GetBytes(header.Length));
        output.Write(header);
        foreach (var tensor in Tensors(set.Train, set.Test))
        {
            output.Write(tensor);
        }

        file.Write(sum.GetHashAndReset());
    }

    private static CachedSet? Read(FileStream file, string name, ImageShape shape, ImageFit fit)
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var input = new SummedStream(file, sum);
        var magic = BitConverter.ToUInt64(input.Read(8));
        var length = BitConverter.ToInt32(input.Read(4));
        if (magic != Magic || length is not (> 0 and <= LongestHeader))
        {
            return null;
        }

        var header = CheckedJson.Read(input.Read(length), CacheJson.Default.CacheHeader);
        var images = (Int128)header.Train + header.Test;
        var whole = 8 + 4 + length + (images * (shape.Elements + sizeof(long))) + SHA256.HashSizeInBytes;
        if (
            header.Shape != shape
            || header.Train is < 0 or > int.MaxValue
            || header.Test is < 1 or > int.MaxValue
            || file.Length != whole
        )
        {
            return null;
        }

        return ReadTensors(input, header) is not { } set ? null
            : input.EndsWithSum() && Fit(set.Train, header) && Fit(set.Test, header)
                ? new CachedSet(
                    new Dataset(name, header.Classes, set.Train, set.Test, header.Sha256)
                    {
                        Fit = fit,
                        Sizes = header.Sizes,
                        Findings = header.Findings ?? DatasetFindings.Nothing,
                    },
                    header.Bad
                )
            : Discard(set);
    }

    private static (ImageSet Train, ImageSet Test)? ReadTensors(SummedStream input, CacheHeader header)
    {
        var train = Empty(header.Train, header.Shape);
        var test = Empty(header.Test, header.Shape);
        try
        {
            foreach (var tensor in Tensors(train, test))
            {
                input.Read(tensor);
            }

            return (train, test);
        }
        catch
        {
            Discard((train, test));
            throw;
        }
    }

    private static bool Fit(ImageSet set, CacheHeader header) =>
        Array.TrueForAll(set.CopyLabels(), l => l >= 0 && l < header.Classes.Length);

    private static CachedSet? Discard((ImageSet Train, ImageSet Test) set)
    {
        set.Train.Dispose();
        set.Test.Dispose();
        return null;
    }

    private static ImageSet Empty(long count, ImageShape shape) =>
        new(
            TensorMemory.Allocate(ScalarType.Byte, count, shape.Channels, shape.Height, shape.Width),
            TensorMemory.Allocate(ScalarType.Int64, count)
        );

    private static Tensor[] Tensors(ImageSet train, ImageSet test) =>
        [train.Images, train.Labels, test.Images, test.Labels];

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and is found damaged again next time: no reason to stop the work.
        }
    }
}
