using System.Buffers.Binary;
using ICSharpCode.SharpZipLib.Checksum;

namespace Accrete.Fuzz.Mutations;

/// <summary>
/// Changes the chunks of a PNG file, also what is compressed in them, and repairs their lengths and sums.
/// </summary>
internal static class Png
{
    private const int Signature = 8;
    private static readonly string[] Kinds =
    [
        "IHDR",
        "PLTE",
        "IDAT",
        "IEND",
        "tRNS",
        "gAMA",
        "iCCP",
        "acTL",
        "fcTL",
        "fdAT",
        "eXIf",
        "zTXt",
    ];

    private sealed record Chunk(byte[] Kind, byte[] Content);

    public static byte[] Any(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var chunks = Chunks(input);
        if (chunks.Count == 0)
        {
            return Bytes.Any(input, random, others);
        }

        var (one, other) = (random.Next(chunks.Count), random.Next(chunks.Count));
        switch (random.Next(7))
        {
            case 0:
                chunks.RemoveAt(one);
                break;
            case 1:
                chunks.Insert(other, chunks[one]);
                break;
            case 2:
                (chunks[one], chunks[other]) = (chunks[other], chunks[one]);
                break;
            case 3:
                chunks[one] = chunks[one] with
                {
                    Kind = System.Text.Encoding.ASCII.GetBytes(Kinds[random.Next(Kinds.Length)]),
                };
                break;
            case 4:
                chunks[one] = chunks[one] with
                {
                    Content = Packed.Zlib(Bytes.Any)(chunks[one].Content, random, [chunks[other].Content]),
                };
                break;
            case 5 when chunks[0].Content.Length >= 13:
                chunks[0] = chunks[0] with { Content = Header(chunks[0].Content, random) };
                break;
            default:
                chunks[one] = chunks[one] with
                {
                    Content = Bytes.Any(chunks[one].Content, random, [chunks[other].Content]),
                };
                break;
        }

        return [.. input[..Signature], .. chunks.SelectMany(Written)];
    }

    private static byte[] Header(byte[] content, Random random)
    {
        int[] sides = [0, 1, 2, 255, 4096, 8192, 16384, 65535, int.MaxValue, -1];
        var changed = content.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(changed.AsSpan(4 * random.Next(2)), sides[random.Next(sides.Length)]);
        changed[8 + random.Next(5)] = (byte)random.Next(random.Next(2) == 0 ? 17 : 256);
        return changed;
    }

    private static List<Chunk> Chunks(byte[] input)
    {
        var chunks = new List<Chunk>();
        for (var at = Signature; at + 12 <= input.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(input.AsSpan(at));
            if (length < 0 || length > input.Length - at - 12)
            {
                break;
            }

            chunks.Add(new Chunk(input[(at + 4)..(at + 8)], input[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }

        return chunks;
    }

    private static byte[] Written(Chunk chunk)
    {
        byte[] summed = [.. chunk.Kind, .. chunk.Content];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, chunk.Content.Length);
        var crc = new Crc32();
        crc.Update(summed);
        BinaryPrimitives.WriteUInt32BigEndian(sum, (uint)crc.Value);
        return [.. length, .. summed, .. sum];
    }
}
