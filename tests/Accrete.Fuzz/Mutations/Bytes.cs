using System.Buffers.Binary;

namespace Accrete.Fuzz.Mutations;

/// <summary>Changes that know nothing of a format.</summary>
internal static class Bytes
{
    private const int Longest = 4 << 20;

    private static readonly long[] Numbers =
    [
        0,
        1,
        -1,
        2,
        16,
        32,
        64,
        100,
        127,
        128,
        255,
        256,
        512,
        1000,
        1024,
        4096,
        short.MaxValue,
        short.MinValue,
        ushort.MaxValue,
        1 << 20,
        int.MaxValue,
        int.MinValue,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
        1L << 40,
        0x7FF0000000000000,
        0x7FC00000,
        0x7F800000,
    ];

    public static IReadOnlyList<Mutation> All { get; } = [Flip, Set, Insert, Delete, Double, Move, Splice, Cut, Number];

    /// <summary>One of them.</summary>
    public static byte[] Any(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var changed = All[random.Next(All.Count)](input, random, others);
        return changed.Length <= Longest ? changed : changed[..Longest];
    }

    public static byte[] Flip(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Edited(input, bytes => bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8)));

    public static byte[] Set(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        Edited(
            input,
            bytes =>
            {
                var (start, length) = Span(bytes, random);
                random.NextBytes(bytes.AsSpan(start, Math.Min(length, 8)));
            }
        );

    public static byte[] Number(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        input.Length < 8
            ? Flip(input, random, others)
            : Edited(
                input,
                bytes =>
                {
                    var width = 1 << random.Next(4);
                    var place = bytes.AsSpan(random.Next((bytes.Length - 8) / width + 1) * width);
                    var number = Numbers[random.Next(Numbers.Length)];
                    switch (width, random.Next(2))
                    {
                        case (1, _):
                            place[0] = (byte)number;
                            break;
                        case (2, 0):
                            BinaryPrimitives.WriteInt16LittleEndian(place, (short)number);
                            break;
                        case (2, _):
                            BinaryPrimitives.WriteInt16BigEndian(place, (short)number);
                            break;
                        case (4, 0):
                            BinaryPrimitives.WriteInt32LittleEndian(place, (int)number);
                            break;
                        case (4, _):
                            BinaryPrimitives.WriteInt32BigEndian(place, (int)number);
                            break;
                        case (_, 0):
                            BinaryPrimitives.WriteInt64LittleEndian(place, number);
                            break;
                        default:
                            BinaryPrimitives.WriteInt64BigEndian(place, number);
                            break;
                    }
                }
            );

    private static byte[] Insert(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var added = new byte[random.Next(1, 64)];
        if (random.Next(2) == 0)
        {
            random.NextBytes(added);
        }

        var at = random.Next(input.Length + 1);
        return [.. input[..at], .. added, .. input[at..]];
    }

    private static byte[] Delete(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var (start, length) = Span(input, random);
        return [.. input[..start], .. input[(start + length)..]];
    }

    private static byte[] Double(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var (start, length) = Span(input, random);
        return [.. input[..(start + length)], .. input[start..]];
    }

    private static byte[] Move(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var (start, length) = Span(input, random);
        return Edited(
            input,
            bytes => input.AsSpan(start, length).CopyTo(bytes.AsSpan(random.Next(bytes.Length - length + 1)))
        );
    }

    private static byte[] Splice(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var other = others[random.Next(others.Count)];
        return [.. input[..random.Next(input.Length + 1)], .. other[random.Next(other.Length + 1)..]];
    }

    private static byte[] Cut(byte[] input, Random random, IReadOnlyList<byte[]> others) =>
        input[..random.Next(input.Length + 1)];

    private static byte[] Edited(byte[] input, Action<byte[]> edit)
    {
        if (input.Length == 0)
        {
            return [0];
        }

        var bytes = input.ToArray();
        edit(bytes);
        return bytes;
    }

    // Short pieces are likelier than long ones.
    private static (int Start, int Length) Span(byte[] input, Random random)
    {
        var length = (int)Math.Min(input.Length, Math.Pow(2, random.NextDouble() * Math.Log2(input.Length + 1)));
        return (random.Next(input.Length - length + 1), length);
    }
}
