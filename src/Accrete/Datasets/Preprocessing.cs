using Accrete.Blueprints;
using Accrete.Files.Tensors;

namespace Accrete.Datasets;

/// <summary>
/// The preprocessing of images: how pixels become the inputs of a network, <c>(pixel / 255 - mean) / deviation</c> for
/// each channel. It belongs to the model and is stored with it.
/// </summary>
/// <param name="Shape">The shape of every image, <c>[C, H, W]</c>.</param>
/// <param name="Mean">The mean of each channel, in pixel values from 0 to 1.</param>
/// <param name="Deviation">The standard deviation of each channel, above 0, in pixel values from 0 to 1.</param>
public sealed record Preprocessing(ImageShape Shape, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>
    /// Gets how images of other proportions are fitted to the shape; in files without it, they are cropped.
    /// </summary>
    public ImageFit Fit { get; init; }

    // One step of an 8-bit pixel: a channel that is constant must not divide by 0.
    private const double LeastDeviation = 1.0 / 255;

    /// <summary>Measures the mean and standard deviation of training images.</summary>
    public static Preprocessing Of(ImageSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var histograms = Enumerable.Range(0, set.Shape.Channels).Select(c => Histogram(set, c)).ToArray();
        return new Preprocessing(
            set.Shape,
            histograms.Select(h => (float)MeanOf(h)).ToArray(),
            histograms.Select(h => (float)Math.Max(DeviationOf(h), LeastDeviation)).ToArray()
        );
    }

    /// <summary>Throws unless images of this shape can be prepared with it.</summary>
    /// <exception cref="InvalidInputException">Throws if the shapes differ, or the values do not fit the
    /// channels.</exception>
    internal void Check(ImageShape images)
    {
        if (images != Shape)
        {
            throw new InvalidInputException(
                $"Images of {images} do not fit a model for {Shape}; read them with its size and channels."
            );
        }

        if (!Enum.IsDefined(Fit))
        {
            throw new InvalidInputException(
                $"Its fit must be one of {string.Join(", ", Enum.GetNames<ImageFit>()).ToLowerInvariant()}; "
                    + "the model is damaged."
            );
        }

        if (
            Mean.Count != Shape.Channels
            || Deviation.Count != Shape.Channels
            || !Mean.All(float.IsFinite)
            || !Deviation.All(d => float.IsFinite(d) && d > 0)
        )
        {
            throw new InvalidInputException(
                $"Mean and deviation must be {Shape.Channels} finite numbers each, deviations above 0; the "
                    + "model is damaged."
            );
        }
    }

    /// <summary>Says whether all values are equal.</summary>
    public bool Equals(Preprocessing? other) =>
        other is not null
        && Shape == other.Shape
        && Fit == other.Fit
        && Mean.SequenceEqual(other.Mean)
        && Deviation.SequenceEqual(other.Deviation);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(Shape, Mean.Count > 0 ? Mean[0] : 0, Deviation.Count > 0 ? Deviation[0] : 0);

    // Counts are exact whatever the order of the threads, so the result is the same everywhere.
    private static unsafe long[] Histogram(ImageSet set, int channel)
    {
        const int Images = 1024;
        var plane = set.Shape.Height * set.Shape.Width;
        var start = TensorMemory.Of(set.Images) + ((long)channel * plane);
        var total = new long[256];
        ParallelWork.For((int)((set.Count + Images - 1) / Images), AddBlock, CancellationToken.None);
        return total;

        void AddBlock(int block)
        {
            var counts = new long[256];
            for (var i = (long)block * Images; i < Math.Min(set.Count, (block + 1L) * Images); i++)
            {
                foreach (var pixel in new ReadOnlySpan<byte>(start + (i * set.Shape.Elements), plane))
                {
                    counts[pixel]++;
                }
            }

            lock (total)
            {
                for (var value = 0; value < 256; value++)
                {
                    total[value] += counts[value];
                }
            }
        }
    }

    private static double MeanOf(long[] histogram) =>
        histogram.Select((n, value) => n * (value / 255.0)).Sum() / histogram.Sum();

    private static double DeviationOf(long[] histogram)
    {
        var mean = MeanOf(histogram);
        return Math.Sqrt(
            histogram.Select((n, value) => n * Math.Pow((value / 255.0) - mean, 2)).Sum() / histogram.Sum()
        );
    }
}
