using System.Text;
using System.Text.Json;
using Accrete.Comparisons;
using Accrete.Cumulative;
using Accrete.Reports;
using Accrete.Storage;

namespace Accrete.Fuzz.Targets;

/// <summary>The folder of a comparison, and the page that is made of it.</summary>
internal sealed class ComparisonTarget() : FolderTarget("comparison", 0.1)
{
    public override IReadOnlyList<Mutation> Structure { get; } =
    [
        Bundle.Contents(
            ("comparison.json", Json.Any),
            ("comparison.json", Json.Any),
            ("run.json", Json.Any),
            ("plan.json", Json.Any)
        ),
        Bundle.Names,
    ];

    protected override void Read(string folder, CancellationToken stop)
    {
        if (Comparison.IsIn(folder))
        {
            var outcome = Comparison.Read(folder);
            ComparisonReport.Page(outcome, Comparison.ReadRuns(folder, outcome));
        }
    }

    protected override IEnumerable<byte[]> Make()
    {
        var outcome = StoredRun.ReadOutcome(Workshop.RunFolder)!;
        var run = ComparedRun.Of(outcome, StoredRun.ReadMetrics(Workshop.RunFolder));
        ArmOutcome[] arms =
        [
            ArmOutcome.Of(Arms.Cumulative, [run, run with { Seed = 2, TestAccuracy = 0.4 }]),
            ArmOutcome.Of(Arms.Scratch, [run]),
        ];
        var compared = new ComparisonOutcome(
            ComparisonOutcome.CurrentSchema,
            outcome.Plan,
            DatasetIdentity.Of(Workshop.Images),
            arms,
            IsoAccuracy.Of(arms[0], arms[1])
        );
        yield return new Bundle([
            (
                Comparison.OutcomeName,
                Encoding.UTF8.GetBytes(JsonSerializer.Serialize(compared, Comparison.OutcomeType))
            ),
            .. new[] { "run.json", "plan.json" }.Select(n =>
                ($"cumulative/seed-1/{n}", File.ReadAllBytes(Path.Combine(Workshop.RunFolder, n)))
            ),
        ]).ToBytes();
    }
}
