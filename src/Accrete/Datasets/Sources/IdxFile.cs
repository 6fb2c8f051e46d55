using System.IO.Compression;
using Accrete.Files;

namespace Accrete.Datasets.Sources;

/// <summary>One IDX file that can be opened: plain, or packed with gzip (<c>.gz</c>) or Brotli (<c>.br</c>).</summary>
/// <param name="Name">How people find it; its ending says how it is packed.</param>
/// <param name="OpenPacked">Opens its bytes as they lie.</param>
internal sealed record IdxFile(string Name, Func<Stream> OpenPacked)
{
    private static readonly string[] Endings = ["", ".gz", ".br"];

    /// <summary>The file <paramref name="stem"/> in a folder, packed or not; null when there is none.</summary>
    public static IdxFile? Find(string folder, string stem) =>
        Endings
            .Select(e => Path.Combine(folder, stem + e))
            .Where(File.Exists)
            .Select(p => new IdxFile(p, () => SourceFile.Open(p)))
            .FirstOrDefault();

    /// <summary>Opens its content, which has no more bytes than <c>Most</c>.</summary>
    public (Stream Content, long Most) Open()
    {
        var packed = OpenPacked();
        var most = PackedBound.Most(packed.Length);
        return Name.EndsWith(".gz", StringComparison.Ordinal) ? (new GZipFile(packed, Name), most)
            : Name.EndsWith(".br", StringComparison.Ordinal)
                ? (new BrotliStream(packed, CompressionMode.Decompress), most)
            : (packed, packed.Length);
    }

    /// <summary>The SHA-256 of its bytes as they lie.</summary>
    public string Hash()
    {
        using var packed = OpenPacked();
        return ContentHash.Of(packed);
    }
}
