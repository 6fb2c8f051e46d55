using Accrete.Datasets;
using Accrete.Tests;
using Accrete.Tests.Datasets;

namespace Accrete.Fuzz.Targets;

/// <summary>A data set in a packed archive.</summary>
internal sealed class ArchiveTarget(string format, string set, string file, Action<TemporaryFolder> write)
    : Target(format, 0.5)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [Packed.GZip(Tar.With(Bytes.Any)), Packed.GZip(Tar.With(Lines.Any)), Packed.GZip(Bytes.Any)];

    public override void Run(byte[] input, CancellationToken stop)
    {
        var folder = Workshop.Empty("archive");
        File.WriteAllBytes(Path.Combine(folder, file), input);
        using var data = DatasetCatalog.Open(
            new DatasetRequest { NameOrPath = set, Root = folder },
            cache: null,
            null,
            stop
        );
        _ = data.Train.CopyLabels();
    }

    protected override IEnumerable<byte[]> Make()
    {
        using var folder = new TemporaryFolder();
        write(folder);
        yield return Made.TarGz(
            Directory.GetDirectories(folder.Path).Single(),
            Path.GetFileName(Directory.GetDirectories(folder.Path).Single())
        );
    }
}
