using Accrete.Datasets;
using Accrete.Tests;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>CIFAR-10 or CIFAR-100 in its binary layout.</summary>
internal sealed class CifarTarget(string set) : DataFolderTarget(set, 0.3)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents((".bin", Bytes.Any), (".txt", Lines.Any)), Bundle.Names];

    protected override DatasetRequest Request(string folder) => new() { NameOrPath = Name, Root = folder };

    protected override void Write(TemporaryFolder folder)
    {
        if (Name == "cifar10")
        {
            SmallSets.WriteCifar10(folder);
        }
        else
        {
            SmallSets.WriteCifar100(folder);
        }
    }
}
