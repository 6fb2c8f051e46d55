using Accrete.Datasets;
using Accrete.Tests;

namespace Accrete.Fuzz.Targets;

/// <summary>A data set in a folder, decoded in full.</summary>
/// <param name="format">The name of the format.</param>
/// <param name="share">See <see cref="Target"/>.</param>
internal abstract class DataFolderTarget(string format, double share) : FolderTarget(format, share)
{
    protected sealed override void Read(string folder, CancellationToken stop)
    {
        using var set = DatasetCatalog.Open(Request(folder), cache: null, null, stop);
        _ = (set.Train.CopyLabels(), set.Sha256);
    }

    protected abstract DatasetRequest Request(string folder);

    protected abstract void Write(TemporaryFolder folder);

    protected sealed override IEnumerable<byte[]> Make()
    {
        using var folder = new TemporaryFolder();
        Write(folder);
        yield return Bundle.Of(folder.Path).ToBytes();
    }
}
