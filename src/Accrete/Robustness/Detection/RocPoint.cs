namespace Accrete.Robustness.Detection;

/// <summary>A point of a receiver operating characteristic.</summary>
/// <param name="FalsePositiveRate">The share of ordinary images that are noticed.</param>
/// <param name="DetectionRate">The share of suspicious ones.</param>
internal sealed record RocPoint(double FalsePositiveRate, double DetectionRate);
