using Accrete.Costs;
using Accrete.Datasets;
using Accrete.Files;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>Classifies image files with a trained model, which is all that it needs.</summary>
/// <param name="model">The model; it stays the caller's.</param>
/// <param name="batchSize">Images that go through the network at once; fewer where their activations are large.</param>
/// <param name="top">How many of the likeliest classes are named.</param>
/// <param name="check">Says how far each image is to be trusted; null for nobody. It stays the caller's.</param>
public sealed class Predictor(Model model, int batchSize = 64, int top = 1, IInputCheck? check = null)
{
    /// <summary>
    /// Classifies files in their order; results come as batches are done, while the next batch is being decoded.
    /// </summary>
    /// <param name="files">Image files; one that cannot be read gets a <see cref="Prediction.Problem"/>.</param>
    /// <param name="stop">Stops between two batches.</param>
    /// <exception cref="AccreteException">The network gives numbers that are not finite.</exception>
    public IEnumerable<Prediction> Predict(IReadOnlyList<string> files, CancellationToken stop = default)
    {
        var chunks = files.Chunk(CostLimits.Batch(model.Network, batchSize)).ToArray();
        var next = Decoding(chunks, 0);
        for (var i = 0; i < chunks.Length; i++)
        {
            stop.ThrowIfCancellationRequested();
            var decoded = next.GetAwaiter().GetResult();
            next = Decoding(chunks, i + 1);
            foreach (var prediction in Classified(decoded))
            {
                yield return prediction;
            }
        }
    }

    /// <summary>Classifies one image; several threads may at once.</summary>
    /// <param name="encoded">The bytes of an image file.</param>
    /// <param name="name">What the image is called.</param>
    /// <exception cref="InvalidInputException">It is no image, or damaged.</exception>
    /// <exception cref="AccreteException">The network gives numbers that are not finite.</exception>
    public Prediction Predict(byte[] encoded, string name) =>
        Classified([
            (name, ImageDecoder.Decode(encoded, name, model.Preprocessing.Shape, model.Preprocessing.Fit), null),
        ])[0];

    private Task<(string File, byte[]? Pixels, string? Problem)[]> Decoding(string[][] chunks, int index) =>
        index < chunks.Length
            ? Task.Run(() => Decoded(chunks[index]))
            : Task.FromResult<(string, byte[]?, string?)[]>([]);

    private (string File, byte[]? Pixels, string? Problem)[] Decoded(string[] files)
    {
        var decoded = new (string, byte[]?, string?)[files.Length];
        Parallel.For(0, files.Length, i => decoded[i] = Decoded(files[i]));
        return decoded;
    }

    private (string File, byte[]? Pixels, string? Problem) Decoded(string file)
    {
        var shown = RawPath.Shown(file);
        try
        {
            return (
                shown,
                ImageDecoder.Decode(
                    SourceFile.ReadBytes(file),
                    shown,
                    model.Preprocessing.Shape,
                    model.Preprocessing.Fit
                ),
                null
            );
        }
        catch (AccreteException e)
        {
            return (shown, null, e.Message);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            return (
                shown,
                null,
                file.Contains(RawPath.Replacement, StringComparison.Ordinal)
                    ? $"{shown}: a name that is not UTF-8 cannot be given; give its folder, or rename it."
                    : $"{shown}: there is no such file or folder; check the path."
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (shown, null, $"{shown}: cannot be read ({e.Message}).");
        }
    }

    private Prediction[] Classified((string File, byte[]? Pixels, string? Problem)[] decoded)
    {
        var pixels = decoded.Select(d => d.Pixels).OfType<byte[]>().ToArray();
        var answers = new Queue<(ClassConfidence[] Top, InputCheck? Check)>(pixels.Length > 0 ? Answers(pixels) : []);
        return
        [
            .. decoded.Select(d =>
                d.Problem is null ? Answered(d.File, answers.Dequeue()) : new Prediction(d.File, [], d.Problem)
            ),
        ];
    }

    private static Prediction Answered(string file, (ClassConfidence[] Top, InputCheck? Check) answer) =>
        new(file, answer.Top) { Check = answer.Check };

    private (ClassConfidence[] Top, InputCheck? Check)[] Answers(byte[][] pixels)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var (network, shape) = (model.Network, model.Preprocessing.Shape);
        network.IsTraining = false;
        using var set = new ImageSet(
            tensor(Joined(pixels), [pixels.Length, shape.Channels, shape.Height, shape.Width], ScalarType.Byte),
            zeros(pixels.Length, ScalarType.Int64)
        );
        // The very numbers that the network is tested on.
        using var batches = EvaluationBatches
            .Over(set, null, pixels.Length, model.Preprocessing, network.ComputeType, network.Device)
            .GetEnumerator();
        batches.MoveNext();
        var logits = network.Forward(batches.Current.Images);
        if (!logits.isfinite().all().item<bool>())
        {
            throw new AccreteException(
                "the network gives numbers that are not finite; its weights are damaged, train it again."
            );
        }

        var (values, indexes) = logits
            .to_type(ScalarType.Float64)
            .softmax(1)
            .cpu()
            .topk(Math.Min(top, model.Classes.Count), 1);
        var confidences = values.data<double>().ToArray();
        var classes = indexes.data<long>().ToArray();
        var checks = check?.Check(set.Images.to_type(ScalarType.Float32) / 255);
        return
        [
            .. confidences
                .Zip(classes, (confidence, label) => new ClassConfidence(model.Classes[(int)label], confidence))
                .Chunk(Math.Min(top, model.Classes.Count))
                .Select((likeliest, image) => (likeliest, checks?[image])),
        ];
    }

    private static byte[] Joined(byte[][] images)
    {
        var joined = new byte[images.Sum(i => i.Length)];
        for (var i = 0; i < images.Length; i++)
        {
            images[i].CopyTo(joined, i * images[i].Length);
        }

        return joined;
    }
}
