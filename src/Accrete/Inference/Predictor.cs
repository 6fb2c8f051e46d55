using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Files;

namespace Accrete.Inference;

/// <summary>Classifies images with a trained model. It may be used from many threads at once.</summary>
/// <remarks>
/// It owns a copy of the model's weights as they are when it is made, so that the model may be changed or disposed of
/// afterwards. The prediction for an image is the same, bit for bit, whatever other threads do meanwhile.
/// </remarks>
public sealed class Predictor : IDisposable
{
    private const string Unnamed = "the image";

    private readonly Preprocessing preprocessing;
    private readonly PredictorOptions options;
    private readonly Classifier classifier;
    private readonly int batchSize;

    /// <summary>Makes a predictor for a model.</summary>
    /// <param name="model">The model; it stays the caller's.</param>
    /// <param name="options">Options; by default, a prediction names the most likely class alone.</param>
    public Predictor(Model model, PredictorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.options = options ?? new PredictorOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.Top, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(this.options.BatchSize, 1);
        preprocessing = model.Preprocessing;
        batchSize = CostLimits.Batch(model.Network, this.options.BatchSize);
        classifier = new Classifier(model, this.options.Top, this.options.Check);
    }

    /// <summary>Classifies an image file.</summary>
    /// <param name="file">The file: PNG, JPEG, WebP, GIF, BMP or ICO.</param>
    /// <exception cref="InvalidInputException">Throws if the file is missing, not an image, or damaged.</exception>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    public Prediction Predict(string file) => Classified(RawPath.Shown(file), Read(file));

    /// <summary>Classifies an image file from a stream.</summary>
    /// <param name="image">The stream, which is read to its end and stays the caller's.</param>
    /// <param name="name">The name of the image in the prediction and in errors.</param>
    /// <exception cref="InvalidInputException">Throws if the stream is not an image, damaged, or too large.</exception>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    public Prediction Predict(Stream image, string name = Unnamed) =>
        Classified(name, Decoded(SourceFile.ReadToEnd(image, name), name));

    /// <summary>Classifies an image file in memory.</summary>
    /// <param name="encoded">The bytes of the file.</param>
    /// <param name="name">The name of the image in the prediction and in errors.</param>
    /// <exception cref="InvalidInputException">Throws if the bytes are not an image, or damaged.</exception>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    public Prediction Predict(ReadOnlySpan<byte> encoded, string name = Unnamed) =>
        Classified(name, Decoded(encoded.ToArray(), name));

    /// <summary>
    /// Classifies an image of any size that is already decoded. It is fitted to the model's shape as files are.
    /// </summary>
    /// <param name="pixels">The pixels, <c>[H, W, C]</c>, rows from the top: grayscale (C = 1), RGB (3) or RGBA (4), by
    /// the number of bytes.</param>
    /// <param name="height">The height H, in pixels.</param>
    /// <param name="width">The width W, in pixels.</param>
    /// <exception cref="InvalidInputException">Throws if there are too few or too many bytes.</exception>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    public Prediction PredictPixels(ReadOnlySpan<byte> pixels, int height, int width)
    {
        var fitted = new byte[preprocessing.Shape.Elements];
        PixelFitter.FitRows(pixels, height, width, preprocessing.Shape, preprocessing.Fit, fitted);
        return Classified(Unnamed, fitted);
    }

    /// <summary>
    /// Classifies image files in batches, in their order. Predictions are returned batch by batch, while the next batch
    /// is decoded.
    /// </summary>
    /// <param name="files">The image files; one that cannot be read gets a <see cref="Prediction.Problem"/>.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public IEnumerable<Prediction> Predict(IEnumerable<string> files, CancellationToken cancellationToken = default)
    {
        using var chunks = files.Chunk(batchSize).GetEnumerator();
        var next = Decoding(chunks);
        while (next is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var decoded = next.GetAwaiter().GetResult();
            next = Decoding(chunks);
            foreach (var prediction in Classified(decoded))
            {
                yield return prediction;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => classifier.Dispose();

    private Task<DecodedImage[]>? Decoding(IEnumerator<string[]> chunks) =>
        chunks.MoveNext() && chunks.Current is var files ? Task.Run(() => Decoded(files)) : null;

    private DecodedImage[] Decoded(string[] files)
    {
        var decoded = new DecodedImage[files.Length];
        Parallel.For(0, files.Length, i => decoded[i] = TryRead(files[i]));
        return decoded;
    }

    private DecodedImage TryRead(string file)
    {
        try
        {
            return new(RawPath.Shown(file), Read(file), null);
        }
        catch (AccreteException e)
        {
            return new(RawPath.Shown(file), null, e.Message);
        }
    }

    private byte[] Read(string file)
    {
        var shown = RawPath.Shown(file);
        try
        {
            return Decoded(SourceFile.ReadBytes(file), shown);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new InvalidInputException(
                file.Contains(RawPath.Replacement, StringComparison.Ordinal)
                    ? $"{shown}: a name that is not UTF-8 cannot be given; give its folder, or rename it."
                    : $"{shown}: there is no such file or folder; check the path.",
                e
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{shown}: cannot be read ({e.Message}).", e);
        }
    }

    private byte[] Decoded(byte[] encoded, string name) =>
        ImageDecoder.Decode(encoded, name, preprocessing.Shape, preprocessing.Fit);

    private Prediction Classified(string name, byte[] pixels) => Answered(name, classifier.Classify([pixels])[0]);

    private Prediction[] Classified(DecodedImage[] decoded)
    {
        byte[][] pixels = [.. decoded.Select(d => d.Pixels).OfType<byte[]>()];
        var answers = new Queue<Classified>(pixels.Length > 0 ? classifier.Classify(pixels) : []);
        return
        [
            .. decoded.Select(d =>
                d.Problem is null ? Answered(d.File, answers.Dequeue()) : new Prediction(d.File, [], d.Problem)
            ),
        ];
    }

    private static Prediction Answered(string file, Classified answer) =>
        new(file, answer.Top) { Check = answer.Check };

    private readonly record struct DecodedImage(string File, byte[]? Pixels, string? Problem);
}
