namespace Accrete;

/// <summary>Random order from a seed, the same on every system.</summary>
internal static class Shuffling
{
    /// <summary>Fisher and Yates' shuffle, written out so that no change of the framework's can alter a run.</summary>
    public static void Shuffle<T>(Span<T> items, Seed seed)
    {
        var random = seed.Random();
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = random.Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
