using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>The network of a predictor: from pixels to the names of classes. Several threads may ask at once.</summary>
internal sealed class Classifier : IDisposable
{
    private readonly Network network;
    private readonly IReadOnlyList<string> classes;
    private readonly Preprocessing preprocessing;
    private readonly int top;
    private readonly IInputCheck? check;

    /// <param name="model">The model, whose network is copied.</param>
    /// <param name="top">How many of the likeliest classes are named.</param>
    /// <param name="check">Says how far each image is to be trusted; it stays the caller's.</param>
    public Classifier(Model model, int top, IInputCheck? check)
    {
        (classes, preprocessing, this.check) = (model.Classes, model.Preprocessing, check);
        this.top = Math.Min(top, classes.Count);
        network = model.Network.Copy();
        // Once: other threads may not see a network that changes.
        network.IsTraining = false;
    }

    /// <summary>Classifies images.</summary>
    /// <param name="pixels">Of each image bytes <c>[C, H, W]</c> of the model's shape.</param>
    /// <exception cref="AccreteException">Throws if the network gives values that are not finite.</exception>
    public Classified[] Classify(byte[][] pixels)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var shape = preprocessing.Shape;
        using var set = new ImageSet(
            tensor(Joined(pixels), [pixels.Length, shape.Channels, shape.Height, shape.Width], ScalarType.Byte),
            zeros(pixels.Length, ScalarType.Int64)
        );
        // The very numbers that the network is tested on.
        using var batches = EvaluationBatches
            .Over(set, null, pixels.Length, preprocessing, network.ComputeType, network.Device)
            .GetEnumerator();
        batches.MoveNext();
        var logits = network.Forward(batches.Current.Images);
        if (!logits.isfinite().all().item<bool>())
        {
            throw new AccreteException(
                "the network gives numbers that are not finite; its weights are damaged, train it again."
            );
        }

        var (values, indexes) = logits.to_type(ScalarType.Float64).softmax(1).cpu().topk(top, 1);
        var confidences = values.data<double>().ToArray();
        var labels = indexes.data<long>().ToArray();
        var checks = check?.Check(set.Images.to_type(ScalarType.Float32) / 255);
        return
        [
            .. confidences
                .Zip(labels, (confidence, label) => new ClassConfidence(classes[(int)label], confidence))
                .Chunk(top)
                .Select((likeliest, image) => new Classified(likeliest, checks?[image])),
        ];
    }

    public void Dispose() => network.Dispose();

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
