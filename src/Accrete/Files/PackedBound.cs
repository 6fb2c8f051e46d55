namespace Accrete.Files;

/// <summary>
/// How much packed bytes may become: what a header claims beyond it is refused before memory is taken for it.
/// </summary>
internal static class PackedBound
{
    // zlib's documentation: "the maximum compression factor" of deflate.
    private const long Deflate = 1032;

    // Images of known sets are packed to a fifth or so. Sorted labels, which are packed to a thousandth, are few enough
    // for the other bound.
    private const long Usual = 32;
    private const long Small = 64 << 20;

    /// <summary>The most bytes that come out of a file.</summary>
    /// <param name="packed">The length of the file.</param>
    public static long Most(long packed) => Math.Min(Deflate * packed, Math.Max(Usual * packed, Small));
}
