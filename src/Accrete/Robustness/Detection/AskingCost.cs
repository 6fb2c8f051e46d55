namespace Accrete.Robustness.Detection;

/// <summary>What it takes to ask about an image, and what comes of it on held-out clean images.</summary>
/// <param name="Name"><c>last</c> network alone, the whole <c>family</c> with its score, or until <c>early</c>
/// agreement.</param>
/// <param name="Macs">Multiply-accumulates of an image, the mean.</param>
/// <param name="Milliseconds">Of an image, in batches, the median.</param>
/// <param name="Accuracy">Fraction classified rightly.</param>
/// <param name="FalsePositiveRate">Fraction called suspicious.</param>
/// <param name="DetectionRates">Fraction of the successful images of each attack called suspicious, in the order of the
/// attacks; null where none succeeded.</param>
internal sealed record AskingCost(
    string Name,
    double Macs,
    double Milliseconds,
    double Accuracy,
    double FalsePositiveRate,
    IReadOnlyList<double?> DetectionRates
);
