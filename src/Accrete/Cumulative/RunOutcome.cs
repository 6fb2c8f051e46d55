using System.Text.Json.Serialization;
using Accrete.Costs;
using Accrete.Cumulative.Plans;
using Accrete.Machine;

namespace Accrete.Cumulative;

/// <summary>The outcome of a run, as stored in <c>run.json</c>.</summary>
/// <param name="Schema">The version of the format.</param>
/// <param name="Plan">Everything that decided the run.</param>
/// <param name="Dataset">The images.</param>
/// <param name="Seed">The seed of all random choices.</param>
/// <param name="Precision">"fp32" or "bf16".</param>
/// <param name="Stages">The outcome of each stage.</param>
/// <param name="Final">The results of the last network; null while the run is not finished.</param>
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
    /// <summary>The version of the format that this version of Accrete writes, and the newest that it reads.</summary>
    public const int CurrentSchema = 1;

    /// <summary>Gets the budget of the run; null if it had none.</summary>
    public BudgetOutcome? Budget { get; init; }

    /// <summary>With what, and on what, it was computed; null where that was not written down.</summary>
    [JsonInclude]
    internal RunVersions? Versions { get; init; }

    /// <summary>Gets the work so far, by stage and purpose.</summary>
    public IReadOnlyList<LedgerEntry> Ledger
    {
        get => field ?? [];
        init;
    }
}
