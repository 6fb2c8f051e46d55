namespace Accrete.Inference;

/// <summary>How far an image is to be trusted.</summary>
/// <param name="Suspicion">The share of clean images that are less suspicious, from 0 to 1.</param>
/// <param name="IsSuspicious">Whether that is more than was set as the limit.</param>
public sealed record InputCheck(double Suspicion, bool IsSuspicious);
