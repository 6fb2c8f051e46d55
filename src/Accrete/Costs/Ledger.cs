namespace Accrete.Costs;

/// <summary>The running account of work, by stage and by purpose.</summary>
public sealed class Ledger
{
    private readonly SortedDictionary<(int Stage, Purpose Purpose), LedgerEntry> entries = [];

    /// <summary>An account that goes on from earlier entries.</summary>
    public Ledger(IEnumerable<LedgerEntry>? earlier = null)
    {
        foreach (var entry in earlier ?? [])
        {
            Add(entry);
        }
    }

    /// <summary>One entry for each stage and purpose that had work.</summary>
    public IReadOnlyList<LedgerEntry> Entries => [.. entries.Values];

    /// <summary>Puts work on the account.</summary>
    public void Add(LedgerEntry work)
    {
        var key = (work.Stage, work.Purpose);
        entries[key] = entries.TryGetValue(key, out var sum) ? sum.And(work) : work;
    }

    /// <summary>The sum of the entries of a stage, a purpose or both; of all when none is given.</summary>
    public LedgerEntry Total(int? stage = null, Purpose? purpose = null) =>
        Sum(stage ?? 0, purpose ?? default, e => (stage is null || e.Stage == stage) && (purpose is null || e.Purpose == purpose));

    /// <summary>What training took: everything but tests.</summary>
    public LedgerEntry Cost() => Sum(0, Purpose.Training, e => e.Purpose != Purpose.Evaluation);

    private LedgerEntry Sum(int stage, Purpose purpose, Func<LedgerEntry, bool> counts)
    {
        var chosen = entries.Values.Where(counts).ToArray();
        return chosen.Length == 0
            ? new LedgerEntry(stage, purpose, 0, 0, 0)
            : chosen.Aggregate((sum, e) => sum.And(e)) with { Stage = stage, Purpose = purpose };
    }
}
