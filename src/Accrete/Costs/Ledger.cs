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
    public LedgerEntry Total(int? stage = null, Purpose? purpose = null)
    {
        var chosen = entries.Values.Where(e => (stage is null || e.Stage == stage) && (purpose is null || e.Purpose == purpose)).ToArray();
        return chosen.Aggregate(new LedgerEntry(stage ?? 0, purpose ?? default, 0, 0, 0, 0), (sum, e) => sum.And(e));
    }
}
