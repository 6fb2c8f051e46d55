using Accrete.Datasets;
using Accrete.Tests;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>The four IDX files of MNIST, packed in one way or another.</summary>
internal sealed class IdxTarget(string format, Mutation content, Func<byte[], byte[]> pack, string ending)
    : DataFolderTarget(format, 0.7)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents(("ubyte" + ending, content)), Bundle.Contents(("ubyte" + ending, content)), Bundle.Names];

    protected override DatasetRequest Request(string folder) => new() { NameOrPath = "mnist", Root = folder };

    protected override void Write(TemporaryFolder folder)
    {
        foreach (var part in new[] { "train", "t10k" })
        {
            folder.Write(
                $"mnist/{part}-images-idx3-ubyte{ending}",
                pack(Made.Idx(Made.Noise(10 * 784, 1), 10, 28, 28))
            );
            folder.Write($"mnist/{part}-labels-idx1-ubyte{ending}", pack(Made.Idx([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 10)));
        }
    }
}
