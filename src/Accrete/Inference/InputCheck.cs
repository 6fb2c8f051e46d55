namespace Accrete.Inference;

/// <summary>The result of checking an image.</summary>
/// <param name="Suspicion">The share of clean images that are less suspicious, from 0 to 1.</param>
/// <param name="IsSuspicious">Whether the suspicion exceeds the threshold.</param>
public sealed record InputCheck(double Suspicion, bool IsSuspicious);
