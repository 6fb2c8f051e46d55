using Accrete.Datasets;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>What a network says of some images.</summary>
internal sealed class Answers
{
    private readonly float[] confidences;

    internal Answers(float[] confidences, long[] labels) => (this.confidences, Labels) = (confidences, labels);

    /// <summary>The right class of each image, <c>[N]</c>.</summary>
    public IReadOnlyList<long> Labels { get; }

    /// <summary>The number of classes.</summary>
    public int Classes => confidences.Length / Labels.Count;

    /// <summary>Asks a network about images as they are.</summary>
    /// <param name="network">The network; it is left in eval mode.</param>
    /// <param name="set">The images.</param>
    /// <param name="preprocessing">What is done to each.</param>
    /// <param name="subset">Which of them, as indices; null for all.</param>
    /// <param name="places">Of each class of the images the place among the network's answers; null where they are in
    /// the same order.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="InvalidInputException">Throws if the network's answer to an image is not finite.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static Answers Of(
        Network network,
        ImageSet set,
        Preprocessing preprocessing,
        int[]? subset = null,
        IReadOnlyList<int>? places = null,
        CancellationToken stop = default
    )
    {
        var (confidences, labels) = (new List<float>(), new List<long>());
        using var order = places is null ? null : tensor([.. places.Select(p => (long)p)]);
        EvaluationPass.Of(
            network,
            set,
            preprocessing,
            subset,
            (logits, right) =>
            {
                var answers = logits.softmax(1).to_type(ScalarType.Float32).cpu();
                confidences.AddRange((order is null ? answers : answers.index_select(1, order)).data<float>());
                labels.AddRange(right.cpu().data<long>());
            },
            stop
        );
        return confidences.TrueForAll(float.IsFinite)
            ? new Answers([.. confidences], [.. labels])
            : throw new InvalidInputException(
                "the network's answer to an image is not a number; the model is damaged, or made for other images."
            );
    }

    /// <summary>The confidence in each class for an image.</summary>
    public ReadOnlySpan<float> this[int image] => confidences.AsSpan(image * Classes, Classes);

    /// <summary>The likeliest class of an image; the first of several.</summary>
    public int Likeliest(int image)
    {
        var answer = this[image];
        var best = 0;
        for (var i = 1; i < answer.Length; i++)
        {
            best = answer[i] > answer[best] ? i : best;
        }

        return best;
    }

    /// <summary>The fraction of images whose likeliest class is right.</summary>
    public double Accuracy =>
        (double)Enumerable.Range(0, Labels.Count).Count(i => Likeliest(i) == Labels[i]) / Labels.Count;
}
