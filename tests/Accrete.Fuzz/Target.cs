namespace Accrete.Fuzz;

/// <summary>
/// A format that Accrete reads: whole inputs of it, how they are changed in its terms, and the reading.
/// </summary>
/// <param name="name">Its name in tables and folders.</param>
/// <param name="share">How many of its inputs are tried, relative to those of others: less where a single one takes
/// long.</param>
internal abstract class Target(string name, double share = 1)
{
    private byte[][]? seeds;

    public string Name => name;

    public double Share => share;

    /// <summary>Whole inputs; made once.</summary>
    public IReadOnlyList<byte[]> Seeds => seeds ??= [.. Make()];

    /// <summary>The changes that speak the format's language; others change its bytes.</summary>
    public abstract IReadOnlyList<Mutation> Structure { get; }

    /// <summary>Reads an input as Accrete does, and uses what was read.</summary>
    /// <exception cref="AccreteException">It is refused.</exception>
    public abstract void Run(byte[] input, CancellationToken stop);

    protected abstract IEnumerable<byte[]> Make();
}
