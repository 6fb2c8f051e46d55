namespace Accrete.Cumulative;

/// <summary>The results of the last network of a run.</summary>
/// <param name="TestAccuracy">The fraction of the test images that are classified correctly.</param>
/// <param name="Top5">The fraction of the test images whose class is among the five most likely ones.</param>
/// <param name="Parameters">The number of learned values.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
public sealed record FinalOutcome(double TestAccuracy, double Top5, long Parameters, long ForwardMacs)
{
    /// <summary>
    /// Gets the accuracy on the test images of each class, with null for a class without any. The whole list is null in
    /// files of earlier versions.
    /// </summary>
    public IReadOnlyList<double?>? ClassAccuracy { get; init; }

    /// <summary>
    /// Gets the balanced accuracy, which is the mean of the accuracies of the classes; null in files of earlier
    /// versions.
    /// </summary>
    public double? BalancedAccuracy => ClassAccuracy?.Average();
}
