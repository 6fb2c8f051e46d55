using System.Text;

namespace Accrete.Fuzz.Mutations;

/// <summary>Changes a text line by line: arguments, recipes, lists, JSON of one line each.</summary>
internal static class Lines
{
    private static readonly string[] Values =
    [
        "0",
        "1",
        "-1",
        "2.5",
        "-0.4",
        "1e308",
        "1e-320",
        "inf",
        "-inf",
        "nan",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "2147483648",
        "0x10",
        "0b1",
        "1_000",
        "true",
        "false",
        "\"\"",
        "''",
        "\"a\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\e[2J\"",
        "[]",
        "[[]]",
        "{}",
        "{a=1}",
        "[1,2]",
        "[1,'a']",
        "1979-05-27",
        "07:32:00",
        "1979-05-27T07:32:00Z",
        "\"\"\"",
        "\"10min\"",
        "\"1e308kWh\"",
        "\u0001",
        "ä€𝄞",
        "",
    ];

    /// <summary>One change.</summary>
    public static byte[] Any(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var lines = Split(input);
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(9))
        {
            case 0:
                lines.RemoveAt(one);
                break;
            case 1:
                lines.Insert(other, lines[one]);
                break;
            case 2:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
            case 3 or 4:
                lines[one] = WithValue(lines[one], Values[random.Next(Values.Length)]);
                break;
            case 5:
                lines[one] = WithKey(lines[one], lines[other]);
                break;
            case 6:
                lines[one] = WithValue(lines[one], Deep(random));
                break;
            case 7:
                lines.Insert(one, FromAnother(random, others));
                break;
            default:
                lines[one] = Encoding.UTF8.GetString(Bytes.Any(Encoding.UTF8.GetBytes(lines[one]), random, others));
                break;
        }

        return Joined(lines);
    }

    /// <summary>One change of a line by another mutation.</summary>
    public static Mutation Each(Mutation inner) =>
        (input, random, others) =>
        {
            var lines = Split(input);
            var at = random.Next(lines.Count);
            lines[at] = Encoding.UTF8.GetString(
                inner(Encoding.UTF8.GetBytes(lines[at]), random, [Encoding.UTF8.GetBytes(FromAnother(random, others))])
            );
            return Joined(lines);
        };

    private static List<string> Split(byte[] input) => [.. Encoding.UTF8.GetString(input).Split('\n')];

    private static byte[] Joined(List<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static string WithValue(string line, string value) =>
        line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? $"{line[..(at + 1)]}{(line[at..].StartsWith("= ", StringComparison.Ordinal) ? " " : "")}{value}"
            : value;

    private static string WithKey(string line, string other)
    {
        var (at, from) = (line.IndexOf('=', StringComparison.Ordinal), other.IndexOf('=', StringComparison.Ordinal));
        return at > 0 && from > 0 ? other[..from] + line[at..] : other;
    }

    private static string Deep(Random random)
    {
        int[] depths = [5, 63, 65, 300, 20_000];
        var depth = depths[random.Next(depths.Length)];
        return random.Next(3) switch
        {
            0 => new string('[', depth) + new string(']', depth),
            1 => string.Concat(Enumerable.Repeat("{a=", depth)) + "1" + new string('}', depth),
            _ => string.Concat(Enumerable.Repeat("a.", depth)) + "a",
        };
    }

    private static string FromAnother(Random random, IReadOnlyList<byte[]> others)
    {
        var lines = Split(others[random.Next(others.Count)]);
        return lines[random.Next(lines.Count)];
    }
}
