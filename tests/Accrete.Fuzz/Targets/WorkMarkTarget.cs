using Accrete.Costs;
using Accrete.Storage;

namespace Accrete.Fuzz.Targets;

/// <summary>The note of how much work was done, of which nothing but silence is asked when it is damaged.</summary>
internal sealed class WorkMarkTarget() : FileTarget("work.json", ".work.json")
{
    private static readonly LedgerEntry Saved = new(1, Purpose.Forward, 10, 20, 3, 4, 1.5);

    public override IReadOnlyList<Mutation> Structure { get; } = [Json.Any];

    protected override void Read(string path, CancellationToken stop) => WorkMark.ReadLost(path, Saved);

    protected override IEnumerable<byte[]> Make()
    {
        var file = Workshop.Written("mark.json", []);
        new WorkMark(Saved, Saved.And(Saved)).Write(file);
        return [File.ReadAllBytes(file)];
    }
}
