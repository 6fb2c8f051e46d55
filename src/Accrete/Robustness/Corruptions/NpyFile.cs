using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Accrete.Files;
using Accrete.Files.Tensors;
using static TorchSharp.torch;

namespace Accrete.Robustness.Corruptions;

/// <summary>A NumPy array on disk, of which some rows are read: whole numbers in C order, little-endian.</summary>
/// <remarks>Source of the format: NumPy's documentation, "numpy.lib.format", versions 1 and 2.</remarks>
internal sealed partial class NpyFile
{
    private const int LongestHeader = 1 << 16;
    private static readonly byte[] Magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];
    private static readonly Dictionary<string, int> Widths = new()
    {
        ["|u1"] = 1,
        ["<i4"] = 4,
        ["<i8"] = 8,
    };

    private readonly string path;
    private readonly long start;
    private readonly int width;

    private NpyFile(string path, long start, int width, IReadOnlyList<int> shape) =>
        (this.path, this.start, this.width, Shape) = (path, start, width, shape);

    /// <summary>The lengths of its axes.</summary>
    public IReadOnlyList<int> Shape { get; }

    // Numbers in a row.
    private long Stride => Shape.Skip(1).Aggregate(1L, (product, length) => product * length);

    /// <summary>Reads the header of a file and checks that the file is as long as it says.</summary>
    /// <exception cref="InvalidInputException">Throws if it is missing, damaged, or of another type.</exception>
    public static NpyFile Open(string path)
    {
        using var stream = SourceFile.Open(path);
        var head = new byte[Magic.Length + 6];
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var version = head[Magic.Length];
        if (read < head.Length || !head.AsSpan().StartsWith(Magic) || version is not (1 or 2))
        {
            throw new InvalidInputException($"{path}: not a NumPy array of version 1 or 2; get it again.");
        }

        var (begin, length) =
            version == 1
                ? (Magic.Length + 4, BitConverter.ToUInt16(head, Magic.Length + 2))
                : (Magic.Length + 6, BitConverter.ToInt32(head, Magic.Length + 2));
        var text = length is > 0 and <= LongestHeader ? Text(stream, begin, length, path) : throw Damaged(path);
        if (
            Field().Match(text) is not { Success: true } found
            || !Widths.TryGetValue(found.Groups["type"].Value, out var width)
        )
        {
            throw new InvalidInputException(
                $"{path}: its header is '{GivenText.Shown(text.Trim())}'; whole numbers (|u1, <i4 or <i8) in C "
                    + "order are read."
            );
        }

        int[] shape =
        [
            .. found
                .Groups["shape"]
                .Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(n => Length(n, path)),
        ];
        var file = new NpyFile(path, begin + length, width, shape);
        return shape.Length > 0 && stream.Length - file.start == (Int128)shape[0] * file.Stride * width
            ? file
            : throw Damaged(path);
    }

    /// <summary>Copies the bytes of some rows, one after the other.</summary>
    /// <param name="rows">Their indices.</param>
    /// <param name="target">uint8, contiguous, on the CPU, with as many bytes as they have; of any size.</param>
    public void Read(IReadOnlyList<int> rows, Tensor target)
    {
        using var stream = SourceFile.Open(path);
        var (row, length) = (0, checked((int)(Stride * width)));
        TensorMemory.InPieces(
            target,
            piece =>
            {
                stream.Position = start + ((long)rows[row++] * length);
                stream.ReadExactly(piece);
            },
            length
        );
    }

    /// <summary>Rows of one number each.</summary>
    /// <param name="rows">Their indices.</param>
    public long[] ReadNumbers(IReadOnlyList<int> rows)
    {
        using var values = TensorMemory.Allocate(ScalarType.Byte, (long)rows.Count * width);
        Read(rows, values);
        var bytes = values.bytes.ToArray();
        return
        [
            .. Enumerable
                .Range(0, rows.Count)
                .Select(i =>
                    width switch
                    {
                        1 => bytes[i],
                        4 => BitConverter.ToInt32(bytes, 4 * i),
                        _ => BitConverter.ToInt64(bytes, 8 * i),
                    }
                ),
        ];
    }

    private static string Text(Stream stream, int begin, int length, string path)
    {
        var bytes = new byte[length];
        stream.Position = begin;
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? Encoding.ASCII.GetString(bytes)
            : throw Damaged(path);
    }

    private static int Length(string number, string path) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length > 0
            ? length
            : throw Damaged(path);

    private static InvalidInputException Damaged(string path) =>
        new($"{path}: damaged, or not as long as its header says; get it again.");

    [GeneratedRegex(
        @"^\{\s*'descr':\s*'(?<type>[^']*)',\s*'fortran_order':\s*False,"
            + @"\s*'shape':\s*\((?<shape>[0-9, ]*)\),?\s*\}\s*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Field();
}
