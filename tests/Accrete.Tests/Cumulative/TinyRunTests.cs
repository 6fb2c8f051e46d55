using Accrete.Datasets;

namespace Accrete.Tests.Cumulative;

/// <summary>Tests of <see cref="TinyRuns"/>: their images, and a folder to run in.</summary>
public abstract class TinyRunTests : IDisposable
{
    private protected TemporaryFolder Folder { get; } = new();

    private protected Dataset Data { get; } = TinyRuns.Data();

    public void Dispose()
    {
        Data.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
