namespace Accrete.Robustness.Detection;

/// <summary>What a lineage says of images, and how far it is to be trusted.</summary>
/// <param name="Labels">The class of each image.</param>
/// <param name="Suspicion">How suspicious each is: the share of clean images that are less so, from 0 to 1.</param>
/// <param name="Macs">Multiply-accumulates of asking about all of them.</param>
internal sealed record Judgement(IReadOnlyList<long> Labels, IReadOnlyList<double> Suspicion, long Macs);
