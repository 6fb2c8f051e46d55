using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Robustness.Detection;

/// <summary>Scores many images, asking each network once about each.</summary>
internal static class Scoring
{
    /// <summary>The scores, an array over all images for each.</summary>
    /// <param name="family">Who is asked.</param>
    /// <param name="scores">What is measured.</param>
    /// <param name="batches">Pixels from 0 to 1, <c>[N, C, H, W]</c>.</param>
    /// <param name="stop">Stops before the next batch.</param>
    /// <exception cref="InvalidInputException">Throws if a score is not a number: a network's answer is
    /// none.</exception>
    /// <exception cref="OperationCanceledException">Throws if the work was canceled.</exception>
    public static float[][] Of(
        Family family,
        IReadOnlyList<IScore> scores,
        IEnumerable<Tensor> batches,
        CancellationToken stop = default
    )
    {
        var measured = scores.Select(_ => new List<float>()).ToArray();
        EvaluationPass.Over(
            batches,
            pixels =>
            {
                var answers = family.Ask(pixels);
                for (var i = 0; i < scores.Count; i++)
                {
                    measured[i].AddRange(scores[i].Measure(answers).to_type(ScalarType.Float32).cpu().data<float>());
                }
            },
            stop
        );
        return measured.All(m => m.TrueForAll(float.IsFinite))
            ? [.. measured.Select(m => m.ToArray())]
            : throw NoNumber();
    }

    /// <summary>The error of a score that is no number.</summary>
    public static InvalidInputException NoNumber() =>
        new(
            "a network's answer to an image is not a number; a model of the lineage is damaged, or made for "
                + "other images."
        );
}
