using Accrete.Cumulative;
using Accrete.Reports;
using Accrete.Storage;
using Accrete.Tests.Cumulative;

namespace Accrete.Fuzz.Targets;

/// <summary>
/// The folder of a run that was stopped, or has ended, in which one file or another is changed: it goes on to its end
/// and has its page, or is refused.
/// </summary>
internal sealed class RunFolderTarget() : FolderTarget("run-folder", 0.05)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [
        Bundle.Contents(
            (".json", Json.Any),
            ("checkpoint.safetensors", Tensors),
            ("metrics.jsonl", Lines.Each(Json.Any)),
            ("model.safetensors", Tensors)
        ),
        Bundle.Contents(("plan.json", Json.Any), ("run.json", Json.Any), ("checkpoint.safetensors", Tensors)),
        Bundle.Names,
    ];

    protected override void Read(string folder, CancellationToken stop)
    {
        _ = (StoredRun.Holds(folder), StoredRun.LineageFiles(folder).Count);
        using (var run = RunFolder.Open(folder))
        {
            // Not where a plan says, and with what a test can afford.
            var plan = StoredRun.ReadPlan(folder) with
            {
                Threads = 1,
                Device = "cpu",
            };
            var schedule = Schedule.Of(plan, Workshop.Images);
            if (schedule.TrainingMacs > 1e9 || plan.Data.Crop > 16)
            {
                throw new InvalidInputException("More than is tried here.");
            }

            new CumulativeTraining(plan, Workshop.Images, run, null, schedule).Run(stop);
        }

        if (StoredRun.ReadOutcome(folder) is { } outcome)
        {
            RunReport.Page(outcome, StoredRun.ReadMetrics(folder));
        }
    }

    protected override IEnumerable<byte[]> Make()
    {
        var folder = Workshop.Empty("stopped");
        using (var run = RunFolder.Create(folder, TinyRuns.Plan()))
        using (var stop = new StopAt(16))
        {
            try
            {
                new CumulativeTraining(StoredRun.ReadPlan(folder), Workshop.Images, run, stop)
                {
                    CheckpointEvery = TimeSpan.Zero,
                }.Run(stop.Token);
            }
            catch (OperationCanceledException) { }
        }

        yield return Bundle.Of(folder).ToBytes();
        yield return Bundle.Of(Workshop.RunFolder).ToBytes();
    }

    private static byte[] Tensors(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        SafeTensorsFile.All[random.Next(SafeTensorsFile.All.Count)](input, random, others);
}
