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

    /// <summary>The sum of the entries of a stage, of some purposes or both; of all when none is given.</summary>
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

    /// <summary>The training steps of a stage, or of all.</summary>
    public LedgerEntry Training(int? stage = null) => Total(stage, Purpose.Forward, Purpose.Backward);

    /// <summary>What training took: everything but tests.</summary>
    public LedgerEntry Cost() => Total(null, [.. Enum.GetValues<Purpose>().Where(p => p != Purpose.Evaluation)]);
}
