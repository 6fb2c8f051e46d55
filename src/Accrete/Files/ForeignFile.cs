namespace Accrete.Files;

/// <summary>
/// Says of a file that was given in place of a safetensors file what it is by its first bytes, and what to do.
/// </summary>
internal static class ForeignFile
{
    private const int Looked = 1024;
    private const int MostQuoted = 60;
    private const int LeastZeros = 8;

    private const string Pickle =
        "a pickle, as torch.save writes, which can hold code and is not run here; "
        + "convert it in Python: safetensors.torch.save_file(torch.load(FILE, map_location=\"cpu\", "
        + "weights_only=True), OUT)";

    private const string Arrays =
        "make a dict of tensors of what is in it, and a file of that with safetensors.torch.save_file in Python";
    private const string Unpack = "unpack it, and give the .safetensors file that is in it";
    private const string Image = "an image; give the model first, and images after it";
    private const string Download = "such as a failed download leaves; get the file again";
    private const string Pages = "a web page (HTML or XML), " + Download;
    private const string Json = "a JSON text, such as a server's error or a configuration; get the file of the weights";
    private const string Index =
        "the index of weights that lie in several files; save them in one with safetensors.torch.save_file in Python";

    private const string Onnx =
        "an ONNX model or another file of protocol buffers; "
        + "give the state dict that it was made from, as a file of safetensors.torch.save_file";

    // What a file begins with, at which place.
    private static readonly (byte[] Bytes, int Place, string Kind)[] Signatures =
    [
        ([.. "PK"u8, 3, 4], 0, $"a zip archive; {Unpack}"),
        ([0x80, 2], 0, Pickle),
        ([0x80, 3], 0, Pickle),
        ([0x80, 4], 0, Pickle),
        ([0x80, 5], 0, Pickle),
        ([.. "(dp"u8], 0, Pickle),
        ([.. "ccollections\n"u8], 0, Pickle),
        ([0x93, .. "NUMPY"u8], 0, $"a numpy array; {Arrays}"),
        ([0x89, .. "HDF\r\n"u8], 0, $"an HDF5 file, as Keras writes; {Arrays}"),
        ([.. "TFL3"u8], 4, $"a model of TensorFlow Lite; {Arrays}"),
        ([.. "GGUF"u8], 0, $"a GGUF file; {Arrays}"),
        ([0x1f, 0x8b], 0, $"packed with gzip; {Unpack}"),
        ([.. "BZh"u8], 0, $"packed with bzip2; {Unpack}"),
        ([0xfd, .. "7zXZ"u8], 0, $"packed with xz; {Unpack}"),
        ([0x28, 0xb5, 0x2f, 0xfd], 0, $"packed with zstd; {Unpack}"),
        ([.. "7z"u8, 0xbc, 0xaf], 0, $"a 7z archive; {Unpack}"),
        ([.. "Rar!"u8], 0, $"a RAR archive; {Unpack}"),
        ([.. "ustar"u8], 257, $"a tar archive; {Unpack}"),
        ([0x89, .. "PNG"u8], 0, Image),
        ([0xff, 0xd8, 0xff], 0, Image),
        ([.. "GIF8"u8], 0, Image),
        ([.. "WEBP"u8], 8, Image),
        ([.. "%PDF"u8], 0, $"a PDF document, {Download}"),
    ];

    // What the archive of a zip file holds; the names stand in its first bytes.
    private static readonly (byte[] Name, string Kind)[] Zipped =
    [
        ([.. "data.pkl"u8], Pickle),
        ([.. ".npy"u8], $"numpy arrays; {Arrays}"),
        ([.. "model.weights.h5"u8], $"a Keras model; {Arrays}"),
    ];

    // Tags of the fields that follow the version in an ONNX model.
    private static readonly byte[] OnnxTags = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];

    /// <summary>What a file is and what to do; null where it may be a safetensors file, whole or not.</summary>
    /// <param name="stream">The file; it is at its beginning again afterwards.</param>
    internal static string? Explain(Stream stream)
    {
        var head = new byte[Looked];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return Explain(head.AsSpan(0, read));
    }

    /// <summary>
    /// What a file is and what to do; null where it may be a safetensors file, or nothing can be read of it.
    /// </summary>
    /// <param name="path">Where it lies.</param>
    public static string? Of(string path)
    {
        try
        {
            if (Place.Behind(path).Kind == PlaceKind.Other)
            {
                return RegularFile.Flaw(PlaceKind.Other);
            }

            if (!File.Exists(path) || new FileInfo(path).Length == 0)
            {
                return null;
            }

            using var stream = RegularFile.OpenRead(path, throughLink: true);
            return Explain(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Explain(Stream)"/>
    /// <param name="head">The first bytes of it, or all.</param>
    internal static string? Explain(ReadOnlySpan<byte> head) =>
        head switch
        {
            [] => "is empty; get the file again",
            // The length of a header, which begins with a brace.
            [_, _, _, _, _, _, 0, 0, (byte)'{', ..] => null,
            _ when head.Length >= LeastZeros && !head.ContainsAnyExcept((byte)0) =>
                "begins with zeros, as an unfinished download does; get the file again",
            _ when Signed(head) is { } kind => $"is {kind}",
            [8, > 0 and < 32, var tag, ..] when OnnxTags.Contains(tag) => $"is {Onnx}",
            _ => Text(head) is { } text ? $"is {text}" : null,
        };

    private static string? Signed(ReadOnlySpan<byte> head)
    {
        foreach (var (bytes, place, kind) in Signatures)
        {
            if (head.Length >= place && head[place..].StartsWith(bytes))
            {
                return kind.StartsWith("a zip", StringComparison.Ordinal) ? InZip(head) ?? kind : kind;
            }
        }

        return null;
    }

    private static string? InZip(ReadOnlySpan<byte> head)
    {
        foreach (var (name, kind) in Zipped)
        {
            if (head.IndexOf(name) >= 0)
            {
                return kind;
            }
        }

        return null;
    }

    private static string? Text(ReadOnlySpan<byte> head) =>
        TextHead.Of(head) is not { } text ? null
        : TextHead.IsPointer(text) ? TextHead.Pointer
        : text.StartsWith('<') ? Pages
        : text.StartsWith('{') || text.StartsWith('[')
            ? text.Contains("\"weight_map\"", StringComparison.Ordinal) ? Index
                : Json
        : $"a text that begins with '{Quoted(text)}', {Download}";

    private static string Quoted(string text)
    {
        var line = text.ReplaceLineEndings("\n").Split('\n')[0].Replace('\t', ' ').Trim();
        return line.Length > MostQuoted ? $"{line[..MostQuoted]}..." : line;
    }
}
