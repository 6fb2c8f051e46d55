using Accrete.Storage;

namespace Accrete.Fuzz.Targets;

/// <summary><c>run.json</c>; <see cref="ReportTarget"/> also makes the page of it.</summary>
internal sealed class OutcomeTarget() : Target("run.json")
{
    private static readonly Lazy<string> Folder = new(() =>
    {
        var folder = Workshop.Empty("outcome");
        File.Copy(Path.Combine(Workshop.RunFolder, "plan.json"), Path.Combine(folder, "plan.json"));
        return folder;
    });

    public override IReadOnlyList<Mutation> Structure { get; } = [Json.Any];

    public override void Run(byte[] input, CancellationToken stop)
    {
        File.WriteAllBytes(Path.Combine(Folder.Value, "run.json"), input);
        StoredRun.ReadOutcome(Folder.Value);
    }

    protected override IEnumerable<byte[]> Make() =>
        new[] { Workshop.RunFolder, Workshop.PrunedRunFolder }.Select(f =>
            File.ReadAllBytes(Path.Combine(f, "run.json"))
        );
}
