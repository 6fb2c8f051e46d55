using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Accrete.Files;

/// <summary>
/// The SHA-256 of a whole safetensors file, which the file itself holds among its metadata: counted with zeros in the
/// place of its digits, so that no bit of the file is left out, and other readers of safetensors see one more text.
/// </summary>
internal sealed class FileSum : IDisposable
{
    /// <summary>The key of the metadata that holds it.</summary>
    public const string Key = "accrete.sha256";

    private const int Digits = 2 * SHA256.HashSizeInBytes;

    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>What stands in its place while it is counted.</summary>
    public static string Blank { get; } = new('0', Digits);

    /// <summary>
    /// Where its digits are in a header; null where there are none, or not as many as there should be.
    /// </summary>
    /// <param name="header">The header, in JSON that can be read.</param>
    /// <param name="metadata">The key of the metadata.</param>
    public static int? PlaceIn(ReadOnlySpan<byte> header, string metadata)
    {
        var reader = new Utf8JsonReader(header);
        var inMetadata = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                inMetadata = reader.ValueTextEquals(metadata);
            }
            else if (
                inMetadata
                && reader.TokenType == JsonTokenType.PropertyName
                && reader.CurrentDepth == 2
                && reader.ValueTextEquals(Key)
            )
            {
                reader.Read();
                return reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == Digits
                    ? (int)reader.TokenStartIndex + 1
                    : null;
            }
        }

        return null;
    }

    /// <summary>Counts the header's length and the header, with zeros where its own digits are.</summary>
    public void AddHeader(ReadOnlySpan<byte> length, ReadOnlySpan<byte> header, int place)
    {
        Add(length);
        Add(header[..place]);
        Add(Encoding.ASCII.GetBytes(Blank));
        Add(header[(place + Digits)..]);
    }

    /// <summary>Counts what follows.</summary>
    public void Add(ReadOnlySpan<byte> bytes) => hash.AppendData(bytes);

    /// <summary>The digits; it is used up with them.</summary>
    public string Take() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
