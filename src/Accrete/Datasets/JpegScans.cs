using System.Buffers.Binary;

namespace Accrete.Datasets;

/// <summary>Where the compressed data of a JPEG file end, and whether any are known to be missing.</summary>
/// <param name="DataEnd">The end of the compressed data of the last scan.</param>
/// <param name="HasEnd">Whether the marker that ends an image comes after them.</param>
/// <param name="HasRestarts">Whether the data are divided by markers at which a decoder starts anew.</param>
/// <param name="HasEveryBit">Whether the scans together give every bit of every coefficient.</param>
internal readonly record struct JpegScans(int DataEnd, bool HasEnd, bool HasRestarts, bool HasEveryBit)
{
    private const byte Fill = 0xFF;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte ProgressiveFrame = 0xC2;
    private const byte RestartInterval = 0xDD;

    // A shorter row of zeros may be data; a longer one is room on a disk that was never written to.
    private const int FewZeros = 4;

    /// <summary>Walks the markers of a file.</summary>
    public static JpegScans Of(ReadOnlySpan<byte> file)
    {
        Dictionary<byte, ulong>? bits = null;
        var (dataEnd, restarts) = (file.Length, false);
        for (var at = 2; NextMarker(file, at) is var marker and >= 0; )
        {
            at = marker + 1;
            if (file[marker] == EndOfImage)
            {
                return new(dataEnd, true, restarts, IsComplete(bits));
            }

            if (IsAlone(file[marker]))
            {
                continue;
            }

            var length = at + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[at..]) : 0;
            if (length < 2 || length > file.Length - at)
            {
                break;
            }

            var segment = file.Slice(at + 2, length - 2);
            at += length;
            if (file[marker] == ProgressiveFrame)
            {
                bits = Components(segment);
            }
            else if (file[marker] == RestartInterval)
            {
                restarts = segment.IndexOfAnyExcept((byte)0) >= 0;
            }
            else if (file[marker] == StartOfScan)
            {
                Count(segment, bits);
                at = dataEnd = EndOfData(file, at);
            }
        }

        return new(WithoutUnwritten(file[..dataEnd]), false, restarts, IsComplete(bits));
    }

    // Restart markers and the start of an image have no segment.
    private static bool IsAlone(byte marker) => marker is 0x00 or 0x01 or (>= 0xD0 and <= 0xD8);

    private static int NextMarker(ReadOnlySpan<byte> file, int at)
    {
        while (at < file.Length && file[at..].IndexOf(Fill) is var skip and >= 0)
        {
            for (at += skip + 1; at < file.Length && file[at] == Fill; at++) { }

            if (at < file.Length && file[at] != 0)
            {
                return at;
            }
        }

        return -1;
    }

    // In compressed data 0xFF is followed by 0, or by the number of a restart.
    private static int EndOfData(ReadOnlySpan<byte> file, int at)
    {
        while (NextMarker(file, at) is var marker and >= 0)
        {
            if (file[marker] is < 0xD0 or > 0xD7)
            {
                for (at = marker - 1; at > 0 && file[at - 1] == Fill; at--) { }

                return at;
            }

            at = marker + 1;
        }

        return file.Length;
    }

    private static int WithoutUnwritten(ReadOnlySpan<byte> data)
    {
        var end = data.LastIndexOfAnyExcept((byte)0) + 1;
        end = data.Length - end < FewZeros ? data.Length : end;
        while (end > 0 && data[end - 1] == Fill)
        {
            end--;
        }

        return end;
    }

    private static Dictionary<byte, ulong> Components(ReadOnlySpan<byte> frame)
    {
        var components = new Dictionary<byte, ulong>();
        for (var at = 6; at + 3 <= frame.Length; at += 3)
        {
            components[frame[at]] = 0;
        }

        return components;
    }

    // A scan of a progressive image gives a range of coefficients down to one bit; only the last bit of each is
    // counted.
    private static void Count(ReadOnlySpan<byte> scan, Dictionary<byte, ulong>? bits)
    {
        var count = scan.Length > 0 ? scan[0] : 0;
        if (bits is null || scan.Length != (2 * count) + 4)
        {
            return;
        }

        var (first, last, lowestBit) = (scan[^3], scan[^2], scan[^1] & 0xF);
        for (var i = 0; i < count && lowestBit == 0; i++)
        {
            for (
                var coefficient = first;
                coefficient <= last && coefficient < 64 && bits.ContainsKey(scan[1 + (2 * i)]);
                coefficient++
            )
            {
                bits[scan[1 + (2 * i)]] |= 1UL << coefficient;
            }
        }
    }

    private static bool IsComplete(Dictionary<byte, ulong>? bits) =>
        bits is null || bits.Values.All(b => b == ulong.MaxValue);
}
