namespace Accrete.LoadTest;

/// <summary>What a load test sends.</summary>
/// <param name="Requests">Requests that are counted.</param>
/// <param name="WarmUp">Requests before them, until memory has found its size.</param>
/// <param name="Concurrency">Requests at the same time.</param>
/// <param name="Run">A run with a detector, which is asked with mutual inference; null for a small model of its
/// own.</param>
internal sealed record LoadPlan(int Requests, int WarmUp, int Concurrency, string? Run = null);
