using System.Buffers.Binary;
using System.Text;
using Accrete.Cumulative;
using Accrete.Reports;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Tests.Reports;

public sealed class TensorBoardRecordTests : TinyRunTests
{
    [Fact]
    public void A_run_that_was_stopped_has_each_line_of_its_metrics_once()
    {
        var plan = TinyRuns.Plan();
        RunFolder.Create(Folder["run"], plan).Dispose();
        // Once in the middle of each stage, with lines behind the checkpoint.
        foreach (var steps in new[] { 5, 8, 9 })
        {
            Assert.Throws<Crash>(() => Train(new StopAt(steps, crash: true)));
        }

        Train(null);

        var lines = StoredRun.ReadMetrics(Folder["run"]);
        var events = Events();
        Assert.Equal(lines.Count, events.Count(e => e.Contains("train/loss", StringComparison.Ordinal)));
        Assert.Equal(lines.Count, events.Count(e => e.Contains("cost/seconds", StringComparison.Ordinal)));
        Assert.Equal(
            lines.Count(l => l.TestAccuracy is not null),
            events.Count(e => e.Contains("test/accuracy", StringComparison.Ordinal))
        );
        Assert.Equal(3, events.Count(e => e.Contains("network/parameters", StringComparison.Ordinal)));
    }

    private void Train(StopAt? observer)
    {
        using var watched = observer;
        using var run = RunFolder.Open(Folder["run"]);
        var record = new TensorBoardRecord(run, Folder["run/tensorboard"], () => StoredRun.ReadMetrics(Folder["run"]));
        new CumulativeTraining(StoredRun.ReadPlan(Folder["run"]), Data, record, observer)
        {
            CheckpointEvery = TimeSpan.MaxValue,
        }.Run();
    }

    // Records of a length (8 bytes and 4 of their sum), as many bytes, and 4 of their sum.
    private List<string> Events()
    {
        var bytes = File.ReadAllBytes(Assert.Single(Directory.GetFiles(Folder["run/tensorboard"])));
        var events = new List<string>();
        for (var at = 0; at < bytes.Length; )
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(at));
            events.Add(Encoding.Latin1.GetString(bytes, at + 12, length));
            at += 12 + length + 4;
        }

        return events;
    }
}
