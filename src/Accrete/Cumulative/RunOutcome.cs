using System.Text.Json.Serialization;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Machine;

namespace Accrete.Cumulative;

/// <summary>The whole outcome of a run: <c>run.json</c>.</summary>
/// <param name="Schema">The version of this layout.</param>
/// <param name="Plan">Everything that decided the run.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Seed">The root of its random choices.</param>
/// <param name="Precision">"fp32" or "bf16".</param>
/// <param name="Stages">What each stage did.</param>
/// <param name="Final">The last network; null while the run goes on.</param>
/// <param name="Totals">The work of all stages.</param>
public sealed record RunOutcome(
    int Schema,
    [property: JsonConverter(typeof(StoredPlan))] Plan Plan,
    DatasetIdentity Dataset,
    int Seed,
    string Precision,
    IReadOnlyList<StageOutcome> Stages,
    FinalOutcome? Final,
    RunTotals Totals
)
{
    /// <summary>The layout that this version writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>The budget of the run; null without one.</summary>
    public BudgetOutcome? Budget { get; init; }

    /// <summary>With what, and on what, it was computed; null where that was not written down.</summary>
    [JsonInclude]
    internal RunVersions? Versions { get; init; }

    /// <summary>The work so far, by stage and purpose.</summary>
    public IReadOnlyList<LedgerEntry> Ledger
    {
        get => field ?? [];
        init;
    }
}
