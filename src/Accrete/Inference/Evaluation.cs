namespace Accrete.Inference;

/// <summary>The quality of a network on some images.</summary>
/// <param name="Images">How many.</param>
/// <param name="Loss">The mean cross-entropy.</param>
/// <param name="Accuracy">The fraction of images whose most likely class is correct.</param>
/// <param name="Top5">The fraction of images whose class is among the five most likely ones.</param>
public sealed record Evaluation(long Images, double Loss, double Accuracy, double Top5)
{
    /// <summary>
    /// Gets the accuracy of each class, with null for a class without images. The whole list is null in files of
    /// earlier versions.
    /// </summary>
    public IReadOnlyList<double?>? ClassAccuracy { get; init; }
}
