namespace Accrete.Datasets;

/// <summary>Counts finished images over several threads and reports about a thousand times, in rising order.</summary>
internal sealed class ProgressCounter(IProgress<DecodeProgress>? progress, long total)
{
    private readonly long every = Math.Max(1, total / 1000);
    private readonly Lock gate = new();
    private long done;

    public void Add()
    {
        if (progress is null)
        {
            return;
        }

        lock (gate)
        {
            done++;
            if (done % every == 0 || done == total)
            {
                progress.Report(new DecodeProgress(done, total));
            }
        }
    }
}
