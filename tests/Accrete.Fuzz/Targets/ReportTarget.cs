using Accrete.Reports;
using Accrete.Storage;

namespace Accrete.Fuzz.Targets;

/// <summary>What a run wrote of itself, and the page that is made of it.</summary>
internal sealed class ReportTarget() : FolderTarget("report", 0.3)
{
    private static readonly string[] Files = ["plan.json", "run.json", "metrics.jsonl"];

    public override IReadOnlyList<Mutation> Structure { get; } =
    [Bundle.Contents(("run.json", Json.Any), ("run.json", Json.Any), ("metrics.jsonl", Lines.Each(Json.Any)))];

    protected override void Read(string folder, CancellationToken stop)
    {
        if (StoredRun.Holds(folder) && StoredRun.ReadOutcome(folder) is { } outcome)
        {
            RunReport.Page(outcome, StoredRun.ReadMetrics(folder));
        }
    }

    protected override IEnumerable<byte[]> Make() =>
        new[] { Workshop.RunFolder, Workshop.PrunedRunFolder }.Select(f =>
            new Bundle([.. Files.Select(n => (n, File.ReadAllBytes(Path.Combine(f, n))))]).ToBytes()
        );
}
