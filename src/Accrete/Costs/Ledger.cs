namespace Accrete.Costs;

/// <summary>The ledger: the account of all work of a run, by stage and by purpose.</summary>
public sealed class Ledger
{
    private readonly SortedDictionary<(int Stage, Purpose Purpose), LedgerEntry> entries = [];

    /// <summary>Makes a ledger that continues from earlier entries.</summary>
    public Ledger(IEnumerable<LedgerEntry>? earlier = null)
    {
        foreach (var entry in earlier ?? [])
        {
            Add(entry);
        }
    }

    /// <summary>Gets one entry for each stage and purpose that had work.</summary>
    public IReadOnlyList<LedgerEntry> Entries => [.. entries.Values];

    /// <summary>Adds work to the ledger.</summary>
    public void Add(LedgerEntry work)
    {
        var key = (work.Stage, work.Purpose);
        entries[key] = entries.TryGetValue(key, out var sum) ? sum.And(work) : work;
    }

    /// <summary>Sums the entries of a stage, of some purposes, or both; all entries if none is given.</summary>
    public LedgerEntry Total(int? stage = null, params IReadOnlyCollection<Purpose> purposes)
    {
        var counted = entries
            .Values.Where(e =>
                (stage is null || e.Stage == stage) && (purposes.Count == 0 || purposes.Contains(e.Purpose))
            )
            .ToArray();
        return (
            counted.Length == 0
                ? new LedgerEntry(0, default, default(Work), 0)
                : counted.Aggregate((sum, e) => sum.And(e))
        ) with
        {
            Stage = stage ?? 0,
            Purpose = default,
        };
    }

    /// <summary>Sums the training steps of a stage, or of all stages.</summary>
    public LedgerEntry Training(int? stage = null) => Total(stage, Purpose.Forward, Purpose.Backward);

    /// <summary>Sums everything that training took: all work except tests.</summary>
    public LedgerEntry Cost() => Total(null, [.. Enum.GetValues<Purpose>().Where(p => p != Purpose.Evaluation)]);
}
