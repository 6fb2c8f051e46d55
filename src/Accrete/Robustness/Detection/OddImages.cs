namespace Accrete.Robustness.Detection;

/// <summary>Images that nobody attacked and that are not of the kind the networks learned from.</summary>
/// <param name="Name">What they are: another data set, or noise.</param>
/// <param name="Images">How many.</param>
/// <param name="Detectors">Which scores tell them from clean images.</param>
internal sealed record OddImages(string Name, int Images, IReadOnlyList<DetectorResult> Detectors);
