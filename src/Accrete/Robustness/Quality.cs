using Accrete.Inference;

namespace Accrete.Robustness;

/// <summary>How good answers are.</summary>
/// <param name="Images">How many there are.</param>
/// <param name="Accuracy">The fraction whose likeliest class is right.</param>
/// <param name="Top5">The fraction whose class is among the five likeliest.</param>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="CalibrationError">
/// The expected calibration error: the mean distance between confidence and accuracy in 15 equal bins of confidence,
/// weighted by how many answers fall into each (Naeini et al., 2015; Guo et al., 2017).
/// </param>
/// <param name="ClassAccuracy">Of each class the fraction that is right; null for a class without images.</param>
/// <param name="Confusion">For each right class, how often each class was the answer.</param>
internal sealed record Quality(
    int Images,
    double Accuracy,
    double Top5,
    double Loss,
    double CalibrationError,
    IReadOnlyList<double?> ClassAccuracy,
    IReadOnlyList<IReadOnlyList<int>> Confusion
)
{
    private const int Bins = 15;
    private const int Top = 5;
    private const double LeastConfidence = 1e-12;

    /// <summary>Balanced accuracy: the mean of the accuracies of the classes that have images.</summary>
    public double BalancedAccuracy => ClassAccuracy.Average()!.Value;

    /// <summary>Measures answers.</summary>
    public static Quality Of(Answers answers)
    {
        var images = Enumerable.Range(0, answers.Labels.Count).ToArray();
        var confusion = new int[answers.Classes][];
        for (var label = 0; label < confusion.Length; label++)
        {
            confusion[label] = new int[answers.Classes];
        }

        foreach (var image in images)
        {
            confusion[answers.Labels[image]][answers.Likeliest(image)]++;
        }

        return new Quality(
            images.Length,
            answers.Accuracy,
            (double)images.Count(i => Rank(answers, i) < Top) / images.Length,
            images.Average(i => -Math.Log(Math.Max(LeastConfidence, answers[i][(int)answers.Labels[i]]))),
            DistanceOfBins(answers, images),
            [.. confusion.Select((row, label) => row.Sum() == 0 ? (double?)null : (double)row[label] / row.Sum())],
            confusion
        );
    }

    /// <summary>Whether it can be that of answers about so many classes.</summary>
    internal bool IsOf(int classes) =>
        ClassAccuracy.Count == classes
        && ClassAccuracy.Any(a => a is not null)
        && Confusion.Count == classes
        && Confusion.All(row => row.Count == classes);

    // How many classes are likelier than the right one.
    private static int Rank(Answers answers, int image)
    {
        var answer = answers[image];
        var (own, likelier) = (answer[(int)answers.Labels[image]], 0);
        foreach (var confidence in answer)
        {
            likelier += confidence > own ? 1 : 0;
        }

        return likelier;
    }

    private static double DistanceOfBins(Answers answers, int[] images)
    {
        var (confidence, right) = (new double[Bins], new int[Bins]);
        foreach (var image in images)
        {
            var answer = answers.Likeliest(image);
            var bin = Math.Min(Bins - 1, (int)(answers[image][answer] * Bins));
            confidence[bin] += answers[image][answer];
            right[bin] += answer == answers.Labels[image] ? 1 : 0;
        }

        return confidence.Zip(right, (c, r) => Math.Abs(c - r)).Sum() / images.Length;
    }
}
