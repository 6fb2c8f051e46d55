namespace Accrete;

/// <summary>
/// The seed of random choices. Each choice takes a seed of its own, derived from its purpose and from its place in the
/// run, so that nothing depends on how many random numbers were drawn before: a resumed run needs no generator state.
/// </summary>
/// <param name="Value">The 64 bits of the seed.</param>
public readonly record struct Seed(ulong Value)
{
    /// <summary>Derives the seed for one purpose, such as <c>"shuffle"</c>.</summary>
    public Seed For(string purpose)
    {
        var mixed = Value;
        foreach (var letter in purpose)
        {
            mixed = Mix(mixed ^ letter);
        }

        return new Seed(Mix(mixed));
    }

    /// <summary>Derives the seed for one place in a run, such as a stage, an epoch or a step.</summary>
    public Seed At(long index) => new(Mix(Value ^ Mix((ulong)index)));

    /// <summary>
    /// Makes a random generator that starts from this seed; its numbers are the same on every system and .NET version.
    /// </summary>
    public Random Random() => new((int)(Mix(Value) >> 33));

    // The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
