using Accrete.Datasets;
using Accrete.Tests;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>TinyImageNet in a folder: its lists of classes, words and validation images.</summary>
internal sealed class TinyImageNetTarget() : DataFolderTarget("tiny-imagenet", 0.5)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents((".txt", Lines.Any), (".JPEG", Bytes.Any)), Bundle.Contents((".txt", Lines.Any)), Bundle.Names];

    protected override DatasetRequest Request(string folder) => new() { NameOrPath = "tiny-imagenet", Root = folder };

    protected override void Write(TemporaryFolder folder) => SmallSets.WriteTinyImageNet(folder);
}
