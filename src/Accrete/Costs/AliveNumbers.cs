namespace Accrete.Costs;

/// <summary>
/// Counts the numbers that are alive together while values come and go, some of which share their memory.
/// </summary>
internal sealed class AliveNumbers
{
    private readonly Dictionary<string, Memory> memories = [];
    private Int128 alive;

    /// <summary>The most that ever were.</summary>
    public Int128 Most { get; private set; }

    /// <summary>A new value in memory of its own.</summary>
    public void Add(string value, long numbers)
    {
        memories[value] = new Memory(numbers);
        alive += numbers;
        Work(0);
    }

    /// <summary>A new value in the memory of another.</summary>
    public void Share(string value, string with)
    {
        memories[value] = memories[with];
        memories[with].Values++;
    }

    /// <summary>Numbers that are alive beside all values for a moment.</summary>
    public void Work(Int128 numbers) => Most = Int128.Max(Most, alive + numbers);

    /// <summary>A value that nothing reads any more.</summary>
    public void Release(string value)
    {
        if (--memories[value].Values == 0)
        {
            alive -= memories[value].Numbers;
        }
    }

    private sealed class Memory(long numbers)
    {
        public long Numbers => numbers;

        public int Values { get; set; } = 1;
    }
}
