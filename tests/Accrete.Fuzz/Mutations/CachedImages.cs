using System.Security.Cryptography;

namespace Accrete.Fuzz.Mutations;

/// <summary>Changes the header or the images of a file of decoded images, and repairs its length and its sum.</summary>
internal static class CachedImages
{
    private const int Start = 12;

    public static byte[] Any(byte[] input, Random random, IReadOnlyList<byte[]> others)
    {
        var length = input.Length < Start + SHA256.HashSizeInBytes ? 0 : BitConverter.ToInt32(input, 8);
        if (length <= 0 || length > input.Length - Start - SHA256.HashSizeInBytes)
        {
            return Bytes.Any(input, random, others);
        }

        var (header, images) = (input[Start..(Start + length)], input[(Start + length)..^SHA256.HashSizeInBytes]);
        header = random.Next(3) > 0 ? Json.Any(header, random, [header]) : header;
        images = random.Next(3) == 0 && images.Length > 8 ? Bytes.Any(images, random, [images]) : images;
        byte[] content = [.. input[..8], .. BitConverter.GetBytes(header.Length), .. header, .. images];
        return [.. content, .. SHA256.HashData(content)];
    }
}
