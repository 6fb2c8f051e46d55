using Accrete.Storage;

namespace Accrete.Fuzz.Targets;

/// <summary><c>metrics.jsonl</c>; <see cref="ReportTarget"/> also makes the page of it.</summary>
internal sealed class MetricsTarget() : Target("metrics.jsonl")
{
    public override IReadOnlyList<Mutation> Structure { get; } = [Lines.Each(Json.Any), Lines.Any];

    public override void Run(byte[] input, CancellationToken stop)
    {
        var folder = Workshop.Empty("metrics");
        File.WriteAllBytes(Path.Combine(folder, "metrics.jsonl"), input);
        StoredRun.ReadMetrics(folder);
    }

    protected override IEnumerable<byte[]> Make() =>
        [File.ReadAllBytes(Path.Combine(Workshop.RunFolder, "metrics.jsonl"))];
}
