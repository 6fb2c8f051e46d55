using System.Text;

namespace Accrete.Fuzz.Mutations;

/// <summary>
/// Changes the headers of a tar archive and repairs their sums, moves entries, or changes what a file in it holds.
/// </summary>
internal static class Tar
{
    private const int Block = 512;

    // Where each field of a header is: POSIX.1-1988, ustar.
    private static readonly (int At, int Length)[] Fields =
    [
        (0, 100),
        (100, 8),
        (108, 8),
        (116, 8),
        (124, 12),
        (124, 12),
        (124, 12),
        (136, 12),
        (156, 1),
        (156, 1),
        (157, 100),
        (257, 8),
        (265, 32),
        (345, 155),
    ];

    private static readonly string[] Texts =
    [
        "",
        "/etc/passwd",
        "../../x",
        "a/../../b",
        "train/",
        "C:\\x",
        "\u0001\u001b[2J",
        new string('a', 99),
        new string('/', 50),
        "00000000000",
        "77777777777",
        "-1",
        "00000000001",
        "99999999999",
        "     ",
        "ustar",
        "ustar  ",
    ];

    public static Mutation With(Mutation content) =>
        (input, random, others) =>
        {
            var headers = Headers(input);
            if (headers.Count == 0)
            {
                return Bytes.Any(input, random, others);
            }

            var at = headers[random.Next(headers.Count)];
            return random.Next(8) switch
            {
                < 3 => Header(input, at, random),
                3 => Kind(input, at, random),
                4 => [.. input[..at], .. Entry(input, headers[random.Next(headers.Count)]), .. input[at..]],
                5 => [.. input[..at], .. input[(at + Entry(input, at).Length)..]],
                _ => Content(input, at, content, random, others),
            };
        };

    private static byte[] Header(byte[] input, int at, Random random)
    {
        var changed = input.ToArray();
        var (field, length) = Fields[random.Next(Fields.Length)];
        var place = changed.AsSpan(at + field, length);
        if (random.Next(3) == 0)
        {
            // A number in base 256, as GNU writes what is too large for digits.
            random.NextBytes(place);
            place[0] = (byte)(random.Next(2) == 0 ? 0x80 : 0xFF);
        }
        else
        {
            place.Clear();
            var text = Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]);
            text.AsSpan(0, Math.Min(text.Length, length)).CopyTo(place);
        }

        return Summed(changed, at);
    }

    private static byte[] Kind(byte[] input, int at, Random random)
    {
        var changed = input.ToArray();
        const string kinds = "\0" + "01234567gxLKSDMNVAX";
        changed[at + 156] = (byte)kinds[random.Next(kinds.Length)];
        return Summed(changed, at);
    }

    private static byte[] Content(byte[] input, int at, Mutation content, Random random, IReadOnlyList<byte[]> others)
    {
        var entry = Entry(input, at);
        var size = Math.Min((int)Math.Min(Size(input, at), int.MaxValue), entry.Length - Block);
        if (size <= 0)
        {
            return input;
        }

        var other = others[random.Next(others.Count)];
        var changed = content(entry[Block..(Block + size)], random, [other]);
        var header = entry[..Block];
        Encoding.ASCII.GetBytes(Convert.ToString(changed.Length, 8).PadLeft(11, '0')).CopyTo(header, 124);
        var padding = new byte[(Block - (changed.Length % Block)) % Block];
        return [.. input[..at], .. Summed(header, 0), .. changed, .. padding, .. input[(at + entry.Length)..]];
    }

    private static List<int> Headers(byte[] input)
    {
        var headers = new List<int>();
        var at = 0;
        while (at + Block <= input.Length && input[at] != 0)
        {
            headers.Add(at);
            at += Entry(input, at).Length;
        }

        return headers;
    }

    private static byte[] Entry(byte[] input, int at)
    {
        var size = (Size(input, at) + Block - 1) / Block * Block;
        return input[at..(int)Math.Min(input.Length, at + Block + size)];
    }

    private static long Size(byte[] input, int at)
    {
        var size = 0L;
        foreach (var digit in input.AsSpan(at + 124, 11))
        {
            size = digit is >= (byte)'0' and <= (byte)'7' && size < 1 << 30 ? (size * 8) + digit - '0' : size;
        }

        return size;
    }

    private static byte[] Summed(byte[] archive, int at)
    {
        archive.AsSpan(at + 148, 8).Fill((byte)' ');
        var sum = 0;
        foreach (var value in archive.AsSpan(at, Block))
        {
            sum += value;
        }

        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(archive, at + 148);
        return archive;
    }
}
