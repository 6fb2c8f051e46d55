using System.Text;
using System.Text.Json;

namespace Accrete.Fuzz.Mutations;

/// <summary>
/// Changes the values and members of a JSON text, in place in its bytes, so that it may become what no writer would
/// write.
/// </summary>
internal static class Json
{
    private static readonly string[] Values =
    [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "1",
        "-1",
        "2",
        "3",
        "1.5",
        "1e-320",
        "1e308",
        "-1e308",
        "1e999",
        "1E+400",
        "2147483647",
        "2147483648",
        "-2147483649",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "1000000",
        "1000000000000",
        "\"\"",
        "\"a\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"\\u001b[2J\"",
        "\"NaN\"",
        "\"Infinity\"",
        "\"-Infinity\"",
        "\"image\"",
        "\"../../x\"",
        "\"10min\"",
        "[]",
        "{}",
        "[null]",
        "[[]]",
        "{\"\":null}",
        "[1,2,3]",
        "[\"a\",\"a\"]",
        "{\"a\":[null]}",
        "{\"kind\":\"linear\"}",
    ];

    private readonly record struct Part(int Start, int End, int Name, int Depth)
    {
        // From the name, where it has one.
        public int Begin => Name >= 0 ? Name : Start;
    }

    /// <summary>One change, or a change of bytes where it is no JSON any more.</summary>
    public static byte[] Any(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var parts = Parts(input);
        if (parts.Count == 0)
        {
            return Bytes.Any(input, random, others);
        }

        var one = parts[random.Next(parts.Count)];
        var other = parts[random.Next(parts.Count)];
        return random.Next(12) switch
        {
            < 4 => With(input, one.Start, one.End, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)])),
            4 => With(input, one.Start, one.End, input[other.Start..other.End]),
            5 => With(input, one.Begin, End(input, one.End), []),
            6 => With(input, one.End, one.End, [(byte)',', .. input[one.Begin..one.End]]),
            7 => Swapped(input, one, other),
            8 => one.Name < 0 || other.Name < 0
                ? Nested(input, one, random)
                : With(input, one.Name, one.Start, input[other.Name..other.Start]),
            9 => Nested(input, one, random),
            10 => Number(input, one, random),
            _ => FromAnother(input, one, random, others),
        };
    }

    private static List<Part> Parts(byte[] input)
    {
        var parts = new List<Part>();
        var open = new Stack<(int Start, int Name)>();
        var name = -1;
        var reader = new Utf8JsonReader(input, new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        continue;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((start, name));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var whole = open.Pop();
                        parts.Add(new Part(whole.Start, (int)reader.BytesConsumed, whole.Name, open.Count));
                        break;
                    default:
                        parts.Add(new Part(start, (int)reader.BytesConsumed, name, open.Count));
                        break;
                }

                name = -1;
            }

            return parts;
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static byte[] With(byte[] input, int start, int end, byte[] replacement) =>
        [.. input[..start], .. replacement, .. input[end..]];

    // With the comma behind it; that of a last member stays, and makes the text none that a strict reader takes.
    private static int End(byte[] input, int end) => end < input.Length && input[end] == ',' ? end + 1 : end;

    private static byte[] Swapped(byte[] input, Part one, Part other)
    {
        var (first, second) = one.Start < other.Start ? (one, other) : (other, one);
        return second.Start < first.End
            ? input
            :
            [
                .. input[..first.Start],
                .. input[second.Start..second.End],
                .. input[first.End..second.Start],
                .. input[first.Start..first.End],
                .. input[second.End..],
            ];
    }

    private static byte[] Nested(byte[] input, Part one, Random random)
    {
        int[] depths = [1, 2, 10, 60, 64, 65, 200, 10_000];
        var depth = depths[random.Next(depths.Length)];
        var (open, close) = random.Next(2) == 0 ? ("[", "]") : ("{\"a\":", "}");
        return With(
            input,
            one.Start,
            one.End,
            [.. Repeated(open, depth), .. input[one.Start..one.End], .. Repeated(close, depth)]
        );
    }

    private static byte[] Repeated(string text, int count) =>
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(text, count)));

    private static byte[] Number(byte[] input, Part one, Random random)
    {
        var text = Encoding.UTF8.GetString(input, one.Start, one.End - one.Start);
        if (!double.TryParse(text, out var number))
        {
            return With(
                input,
                one.End,
                one.End,
                [(byte)',', .. input[one.Begin..one.End], (byte)',', .. input[one.Begin..one.End]]
            );
        }

        string[] changed =
        [
            $"{number + 1}",
            $"{number - 1}",
            $"{-number}",
            $"{number * 1000}",
            $"{number / 1000}",
            $"{number}e9",
            $"{number}.5",
            $"{number}{number}",
        ];
        return With(input, one.Start, one.End, Encoding.UTF8.GetBytes(changed[random.Next(changed.Length)]));
    }

    private static byte[] FromAnother(byte[] input, Part one, Random random, IReadOnlyList<byte[]> others)
    {
        var source = others[random.Next(others.Count)];
        var parts = Parts(source);
        if (parts.Count == 0)
        {
            return Bytes.Any(input, random, others);
        }

        var part = parts[random.Next(parts.Count)];
        return With(input, one.Start, one.End, source[part.Start..part.End]);
    }
}
