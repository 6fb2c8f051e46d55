using System.Text;

namespace Accrete.Files;

/// <summary>
/// The text with which a file begins, as editors and servers write it: UTF-8, or UTF-16 with or without a mark.
/// </summary>
internal static class TextHead
{
    // As many letters tell UTF-16 where no mark does.
    private const int Telling = 8;

    private static readonly string[] PointerLines =
    [
        "version https://git-lfs.github.com/spec/",
        "version https://hawser.github.com/spec/",
        "version http://git-media.io/",
    ];

    /// <summary>What a pointer of Git LFS is called in errors, with what to do.</summary>
    public const string Pointer =
        "a pointer of Git LFS in place of the file, which 'git lfs pull' in its repository gets";

    /// <summary>The text, without a mark and blanks before it; null where the bytes are none.</summary>
    /// <param name="head">The first bytes of a file, or all.</param>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        var text = EncodingOf(head).GetString(head).TrimStart('\uFEFF').TrimStart().TrimEnd('\uFFFD');
        return
            text.Any(c => char.IsControl(c) && !char.IsWhiteSpace(c))
            || text.Contains('\uFFFD', StringComparison.Ordinal)
            ? null
            : text;
    }

    /// <summary>Whether a file is a pointer that Git LFS left in its place.</summary>
    /// <inheritdoc cref="Of"/>
    public static bool IsPointer(ReadOnlySpan<byte> head) =>
        head.Length > 0 && Of(head[..Math.Min(head.Length, 200)]) is { } text && IsPointer(text);

    /// <summary>Whether a file that begins with a text is one.</summary>
    public static bool IsPointer(string text) => PointerLines.Any(l => text.StartsWith(l, StringComparison.Ordinal));

    private static Encoding EncodingOf(ReadOnlySpan<byte> head) =>
        head switch
        {
            [0xff, 0xfe, ..] => Encoding.Unicode,
            [0xfe, 0xff, ..] => Encoding.BigEndianUnicode,
            _ when Alternates(head, 1) => Encoding.Unicode,
            _ when Alternates(head, 0) => Encoding.BigEndianUnicode,
            _ => Encoding.UTF8,
        };

    // Whether every other byte is zero, and no other.
    private static bool Alternates(ReadOnlySpan<byte> head, int zeros)
    {
        for (var i = 0; i < 2 * Telling; i++)
        {
            if (i >= head.Length || (head[i] == 0) != (i % 2 == zeros))
            {
                return false;
            }
        }

        return true;
    }
}
