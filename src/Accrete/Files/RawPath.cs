using System.Text;

namespace Accrete.Files;

/// <summary>
/// Paths of Linux as text: they are bytes there and need not be UTF-8. A byte that is no part of a character is kept as
/// a lone surrogate, U+DC80 to U+DCFF (as Python does), so that the file can be opened again.
/// </summary>
internal static class RawPath
{
    /// <summary>What .NET makes of such bytes in arguments: which file was meant is lost then.</summary>
    public const char Replacement = '\uFFFD';

    private const char First = '\uDC80';
    private const char Last = '\uDCFF';
    private const int ByteAtZero = 0xDC00;

    /// <summary>The text of a name in bytes.</summary>
    public static string Of(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            var whole = Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done;
            if (whole)
            {
                text.Append(rune);
            }
            else
            {
                // The first byte alone: those after it may begin a character.
                length = 1;
                text.Append((char)(ByteAtZero + name[0]));
            }

            name = name[length..];
        }

        return text.ToString();
    }

    /// <summary>The bytes of a path, with a zero behind them.</summary>
    /// <exception cref="FileNotFoundException">
    /// Throws if there is a zero in it, where the system would take it to end: nothing has such a path.
    /// </exception>
    public static byte[] Bytes(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new FileNotFoundException("no path holds a NUL character");
        }

        var bytes = new List<byte>(path.Length + 1);
        foreach (var (start, length, raw) in Pieces(path))
        {
            bytes.AddRange(raw ? [(byte)(path[start] - ByteAtZero)] : Encoding.UTF8.GetBytes(path, start, length));
        }

        return [.. bytes, 0];
    }

    /// <summary>Whether a path holds bytes that are no text.</summary>
    public static bool IsRaw(string path) =>
        path.AsSpan().ContainsAnyInRange(First, Last) && Pieces(path).Any(p => p.Raw);

    /// <summary>The path for people: each byte that is no text as <c>\xE9</c>.</summary>
    public static string Shown(string path) =>
        !IsRaw(path)
            ? path
            : string.Concat(
                Pieces(path)
                    .Select(p => p.Raw ? $"\\x{path[p.Start] - ByteAtZero:X2}" : path.Substring(p.Start, p.Length))
            );

    private static IEnumerable<(int Start, int Length, bool Raw)> Pieces(string path)
    {
        var start = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (i + 1 < path.Length && char.IsSurrogatePair(path[i], path[i + 1]))
            {
                i++;
            }
            else if (path[i] is >= First and <= Last)
            {
                if (i > start)
                {
                    yield return (start, i - start, false);
                }

                yield return (i, 1, true);
                start = i + 1;
            }
        }

        if (start < path.Length)
        {
            yield return (start, path.Length - start, false);
        }
    }
}
