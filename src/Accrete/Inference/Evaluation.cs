namespace Accrete.Inference;

/// <summary>How well a network classifies some images.</summary>
/// <param name="Images">How many.</param>
/// <param name="Loss">Mean cross-entropy.</param>
/// <param name="Accuracy">The fraction whose likeliest class is right.</param>
/// <param name="Top5">The fraction whose class is among the five likeliest.</param>
public sealed record Evaluation(long Images, double Loss, double Accuracy, double Top5)
{
    /// <summary>
    /// Of each class the fraction that is right, null for a class without images; null altogether in files of earlier
    /// versions.
    /// </summary>
    public IReadOnlyList<double?>? ClassAccuracy { get; init; }
}
