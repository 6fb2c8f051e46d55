using System.IO.Compression;

namespace Accrete.Fuzz.Mutations;

/// <summary>Changes what is inside compressed data, and packs it again.</summary>
internal static class Packed
{
    private const int Longest = 8 << 20;

    public static Mutation GZip(Mutation inner) =>
        Inside(
            inner,
            s => new GZipStream(s, CompressionMode.Decompress),
            s => new GZipStream(s, CompressionLevel.Fastest)
        );

    public static Mutation Brotli(Mutation inner) =>
        Inside(
            inner,
            s => new BrotliStream(s, CompressionMode.Decompress),
            s => new BrotliStream(s, CompressionLevel.Fastest)
        );

    /// <summary>Deflate with a header and a sum, as PNG has it.</summary>
    public static Mutation Zlib(Mutation inner) =>
        Inside(
            inner,
            s => new ZLibStream(s, CompressionMode.Decompress),
            s => new ZLibStream(s, CompressionLevel.Fastest)
        );

    public static byte[] GZipped(byte[] content) => Pack(content, s => new GZipStream(s, CompressionLevel.Fastest));

    public static byte[] Brotlied(byte[] content) => Pack(content, s => new BrotliStream(s, CompressionLevel.Fastest));

    private static Mutation Inside(Mutation inner, Func<Stream, Stream> unpack, Func<Stream, Stream> pack) =>
        (input, random, others) =>
        {
            if (Unpacked(input, unpack) is not { } content)
            {
                return Bytes.Any(input, random, others);
            }

            var other = others[random.Next(others.Count)];
            return Pack(inner(content, random, [Unpacked(other, unpack) ?? other]), pack);
        };

    private static byte[] Pack(byte[] content, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
        {
            stream.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[]? Unpacked(byte[] input, Func<Stream, Stream> unpack)
    {
        try
        {
            using var stream = unpack(new MemoryStream(input));
            var content = new byte[Longest];
            return content[..stream.ReadAtLeast(content, Longest, throwOnEndOfStream: false)];
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
