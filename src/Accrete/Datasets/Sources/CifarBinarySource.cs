using Accrete.Blueprints;
using Accrete.Files.Trees;

namespace Accrete.Datasets.Sources;

/// <summary>
/// CIFAR-10 or CIFAR-100 in the binary layout of Krizhevsky (2009): label bytes, then three planes of 32 x 32.
/// </summary>
internal sealed class CifarBinarySource(string location, bool hundred) : TreeSource(location)
{
    private const int Coarse = 20;

    private static readonly string[] TenTrain = [.. Enumerable.Range(1, 5).Select(i => $"data_batch_{i}.bin")];

    private int LabelBytes => hundred ? 2 : 1;

    private int Classes => hundred ? 100 : 10;

    public override string Name => hundred ? "CIFAR-100" : "CIFAR-10";

    public override ImageShape Shape { get; } = new(3, 32, 32);

    public override bool? CanBeMirrored => true;

    public override bool Encoded => false;

    /// <summary>The set at a path, when a file of its layout or its archive is there.</summary>
    public static CifarBinarySource? Find(string path, bool hundred) =>
        File.Exists(Directory.Exists(path) ? Path.Combine(path, hundred ? "train.bin" : TenTrain[0]) : path)
            ? new CifarBinarySource(path, hundred)
            : null;

    protected override SourceContent Read(FileTree tree, CancellationToken cancel) =>
        hundred
            ? new(
                ReadClasses(tree, "fine_label_names.txt", ClassNames.Cifar100),
                ReadPart(tree, "train", ["train.bin"]),
                ReadPart(tree, "test", ["test.bin"])
            )
            : new(
                ReadClasses(tree, "batches.meta.txt", ClassNames.Cifar10),
                ReadPart(tree, "train", TenTrain),
                ReadPart(tree, "test", ["test_batch.bin"])
            );

    private static IReadOnlyList<string> ReadClasses(FileTree tree, string file, IReadOnlyList<string> known)
    {
        if (!tree.Has(file))
        {
            return known;
        }

        var names = tree.ReadLines(file);
        return names.Length == known.Count
            ? names
            : throw new InvalidInputException(
                $"{tree.Describe(file)}: {names.Length} class names instead of {known.Count}; get the set again."
            );
    }

    private RawImages ReadPart(FileTree tree, string part, string[] files)
    {
        var blocks = files.Select(f => ReadBlock(tree, f)).ToArray();
        if (blocks.FirstOrDefault(b => b.Length != blocks[0].Length) is { } other)
        {
            var odd = files[Array.IndexOf(blocks, other)];
            throw new InvalidInputException(
                $"{tree.Describe(odd)}: {other.Length} bytes, but {files[0]} has {blocks[0].Length}; cut "
                    + "short, get the set again."
            );
        }

        var labels = blocks.SelectMany((b, i) => ReadLabels(b, tree.Describe(files[i]))).ToArray();
        return new RawImages(blocks, labels.Length / blocks.Length, LabelBytes, Shape, labels, part);
    }

    private byte[] ReadBlock(FileTree tree, string file)
    {
        var block = tree.Read(file);
        var record = LabelBytes + (int)Shape.Elements;
        return block.Length > 0 && block.Length % record == 0
            ? block
            : throw new InvalidInputException(
                $"{tree.Describe(file)}: {block.Length} bytes are not a whole number of {record}-byte records; "
                    + "cut short, get the set again."
            );
    }

    private IEnumerable<int> ReadLabels(byte[] block, string name)
    {
        var record = LabelBytes + (int)Shape.Elements;
        for (var i = 0; i < block.Length / record; i++)
        {
            if (hundred)
            {
                LabelRange.Check(block[i * record], i, Coarse, name);
            }

            yield return LabelRange.Check(block[(i * record) + LabelBytes - 1], i, Classes, name);
        }
    }
}
