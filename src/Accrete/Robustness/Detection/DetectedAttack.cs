namespace Accrete.Robustness.Detection;

/// <summary>What an attack did, and which scores noticed it.</summary>
/// <param name="Name">The attack: <c>pgd</c>.</param>
/// <param name="Norm">In which its changes are small: <c>linf</c>, <c>l2</c>.</param>
/// <param name="Epsilon">The largest change allowed, in parts of the pixel range; null where it looks for the smallest
/// one.</param>
/// <param name="Steps">Gradients or answers that it asks for, at most, from each start: those that know the detector
/// have two.</param>
/// <param name="Adaptive">Whom it knows: <c>last</c> network alone, the <c>family</c>, the <c>detector</c> too, or only
/// an independent network (<c>transfer</c>).</param>
/// <param name="Images">Images that were classified rightly, and attacked.</param>
/// <param name="SuccessRate">The fraction of them that the last network then takes for something else, in 8
/// bits.</param>
/// <param name="MedianSize">The median change of those, in the norm; null where none succeeded.</param>
/// <param name="Detectors">Which scores noticed the successful ones; empty where none succeeded.</param>
internal sealed record DetectedAttack(
    string Name,
    string Norm,
    double? Epsilon,
    int Steps,
    string Adaptive,
    int Images,
    double SuccessRate,
    double? MedianSize,
    IReadOnlyList<DetectorResult> Detectors
);
