namespace Accrete.Cumulative;

/// <summary>The last network of a run.</summary>
/// <param name="TestAccuracy">Fraction of the test images classified rightly.</param>
/// <param name="Top5">Fraction whose class is among the five likeliest.</param>
/// <param name="Parameters">Learned numbers.</param>
/// <param name="ForwardMacs">Multiply-accumulates of one image, forward.</param>
public sealed record FinalOutcome(double TestAccuracy, double Top5, long Parameters, long ForwardMacs)
{
    /// <summary>
    /// Of each class the fraction of its test images that is right, null for a class without any; null altogether in
    /// files of earlier versions.
    /// </summary>
    public IReadOnlyList<double?>? ClassAccuracy { get; init; }

    /// <summary>Balanced accuracy: the mean of the classes' accuracies; null in files of earlier versions.</summary>
    public double? BalancedAccuracy => ClassAccuracy?.Average();
}
