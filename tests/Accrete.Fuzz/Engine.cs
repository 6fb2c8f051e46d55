using System.Text.Json;

namespace Accrete.Fuzz;

/// <summary>Makes the inputs of a target, each by its number alone.</summary>
/// <param name="target">The format.</param>
/// <param name="seed">The root of all that is drawn.</param>
internal sealed class Engine(Target target, int seed)
{
    private const int LongestInput = 8 << 20;

    /// <summary>
    /// One of the target's whole inputs, changed one to six times, mostly in the terms of its format.
    /// </summary>
    public byte[] Input(long number)
    {
        var random = new Random(Root(number));
        var input = target.Seeds[random.Next(target.Seeds.Count)];
        var rounds = Math.Min(6, 1 + (int)(-Math.Log2(1 - random.NextDouble())));
        for (var i = 0; i < rounds; i++)
        {
            var mutation =
                target.Structure.Count > 0 && random.Next(4) > 0
                    ? target.Structure[random.Next(target.Structure.Count)]
                    : Bytes.Any;
            var changed = Changed(mutation, input, random);
            input = changed.Length <= LongestInput ? changed : input;
        }

        return input;
    }

    // What earlier changes left may be nothing that a change in the format's terms can read.
    private byte[] Changed(Mutation mutation, byte[] input, Random random)
    {
        try
        {
            return mutation(input, random, target.Seeds);
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or InvalidOperationException
                        or ArgumentException
                        or FormatException
                        or NullReferenceException
                        or IndexOutOfRangeException
            )
        {
            return Bytes.Any(input, random, target.Seeds);
        }
    }

    // Not HashCode, which differs from process to process.
    private int Root(long number)
    {
        var root = 2166136261u;
        foreach (var part in $"{target.Name} {seed} {number}")
        {
            root = (root ^ part) * 16777619;
        }

        return (int)root;
    }
}
