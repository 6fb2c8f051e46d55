using System.Runtime.CompilerServices;
using Accrete.Blueprints;
using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Writes one image into a batch: moved, mirrored, holed, normalised and interleaved in one pass.</summary>
internal abstract unsafe class PixelWriter
{
    /// <summary>The writer for one element type.</summary>
    /// <exception cref="InvalidInputException">Throws if batches of this type are not made.</exception>
    public static PixelWriter For(Preprocessing preprocessing, ScalarType type) =>
        type switch
        {
            ScalarType.Float32 => new PixelWriter<float>(preprocessing, (p, m, d) => Normalised(p, m, d)),
            ScalarType.Float64 => new PixelWriter<double>(preprocessing, (p, m, d) => ((p / 255.0) - m) / d),
            ScalarType.Float16 => new PixelWriter<Half>(preprocessing, (p, m, d) => (Half)Normalised(p, m, d)),
            ScalarType.BFloat16 => new PixelWriter<ushort>(preprocessing, (p, m, d) => BFloat16(Normalised(p, m, d))),
            _ => throw new InvalidInputException(
                $"Batches are made as float32, bfloat16, float16 or float64, not {type}."
            ),
        };

    /// <summary>
    /// Writes the planes <c>[C, H, W]</c> at <paramref name="image"/> as <c>[H, W, C]</c> to element
    /// <paramref name="index"/> of a batch.
    /// </summary>
    public abstract void Write(byte* image, Placement placement, byte* batch, int index);

    private static float Normalised(int pixel, float mean, float deviation) => ((pixel / 255f) - mean) / deviation;

    // The upper half of a float32, rounded to nearest, ties to even.
    private static ushort BFloat16(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}

/// <inheritdoc/>
internal sealed unsafe class PixelWriter<T> : PixelWriter
    where T : unmanaged
{
    private const int Values = 256;

    private readonly ImageShape shape;
    private readonly T[] table;

    /// <summary>Works every pixel value out once for each channel.</summary>
    public PixelWriter(Preprocessing preprocessing, Func<int, float, float, T> normalise)
    {
        shape = preprocessing.Shape;
        table = new T[shape.Channels * Values];
        for (var i = 0; i < table.Length; i++)
        {
            table[i] = normalise(i % Values, preprocessing.Mean[i / Values], preprocessing.Deviation[i / Values]);
        }
    }

    public override void Write(byte* image, Placement placement, byte* batch, int index)
    {
        var target = (T*)batch + (index * shape.Elements);
        var width = shape.Width * shape.Channels;
        fixed (T* values = table)
        {
            for (var y = 0; y < shape.Height; y++)
            {
                WriteRow(image, y + placement.Down, placement, values, target + ((long)y * width));
            }
        }

        var hole = placement.Hole;
        for (var y = hole.Top; y < hole.Bottom; y++)
        {
            new Span<T>(
                target + ((long)y * width) + (hole.Left * shape.Channels),
                (hole.Right - hole.Left) * shape.Channels
            ).Clear();
        }
    }

    // Compiled in full at the first call: for the many calls of the first seconds, a trial version takes ten times as
    // long.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteRow(byte* image, int sourceRow, Placement placement, T* values, T* row)
    {
        var (width, channels) = (shape.Width, shape.Channels);
        if (sourceRow < 0 || sourceRow >= shape.Height)
        {
            Pad(values, row, 0, width);
            return;
        }

        // The columns of the window that show the image; the mirrored window shows column W-1-x+Right at x.
        var shift = placement.Flip ? -placement.Right : placement.Right;
        var (from, to) = (Math.Max(0, -shift), Math.Min(width, width - shift));
        var first = placement.Flip ? width - 1 - from + placement.Right : from + placement.Right;
        var step = placement.Flip ? -1 : 1;
        Pad(values, row, 0, from);
        for (var channel = 0; channel < channels; channel++)
        {
            var source = image + (((long)channel * shape.Height) + sourceRow) * width + first;
            var lookup = values + (channel * Values);
            var end = row + (to * channels);
            for (var target = row + (from * channels) + channel; target < end; target += channels)
            {
                *target = lookup[*source];
                source += step;
            }
        }

        Pad(values, row, to, width);
    }

    private void Pad(T* values, T* row, int from, int to)
    {
        for (var i = from * shape.Channels; i < to * shape.Channels; i++)
        {
            row[i] = values[i % shape.Channels * Values];
        }
    }
}
