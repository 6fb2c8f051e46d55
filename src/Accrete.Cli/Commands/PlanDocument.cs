using System.Text.Json.Serialization;
using Accrete.Costs;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;

namespace Accrete.Cli.Commands;

/// <summary>What <c>accrete plan --json</c> prints.</summary>
/// <param name="Plan">The plan, with nothing left to the machine.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Stages">The stages, first to last.</param>
/// <param name="Totals">Their sums.</param>
internal sealed record PlanDocument(
    Plan Plan,
    DatasetIdentity Dataset,
    IReadOnlyList<PlannedStage> Stages,
    PlannedTotals Totals
)
{
    public static PlanDocument Of(Plan plan, DatasetIdentity dataset, Schedule schedule)
    {
        var work = schedule.Stages.Aggregate(default(Work), (sum, s) => sum + (s.StepWork * s.Steps));
        var scratch = schedule.ScratchWork;
        return new PlanDocument(
            plan,
            dataset,
            [.. schedule.Stages.Select(s => PlannedStage.Of(s, schedule.TrainingMacs))],
            new PlannedTotals(
                // Of sums such as 4.6000000000000005 nobody needs the end.
                Math.Round(schedule.Stages.Sum(s => s.Epochs), 10),
                schedule.Stages.Sum(s => s.Steps),
                schedule.Stages.Sum(s => s.Steps * s.Batch),
                schedule.TrainingMacs,
                schedule.PrunedTrainingMacs,
                Math.Round(schedule.ScratchEpochs, 10),
                scratch.Macs,
                1 - ((double)schedule.TrainingMacs / scratch.Macs),
                plan.Energy.Joules(work.Macs, work.Words, plan.ComputePrecision()),
                plan.Energy.Joules(scratch.Macs, scratch.Words, plan.ComputePrecision())
            )
        );
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlanDocument))]
[JsonSerializable(typeof(IReadOnlyList<PlanKey>))]
internal sealed partial class PlanDocumentJson : JsonSerializerContext;
