namespace Accrete.Robustness.Detection;

/// <summary>A network of the lineage.</summary>
/// <param name="Stage">From 1 on.</param>
/// <param name="Input">The shape of the images that it sees.</param>
/// <param name="ForwardMacs">Multiply-accumulates of an image.</param>
/// <param name="Accuracy">On held-out clean images.</param>
internal sealed record MemberOutcome(int Stage, string Input, long ForwardMacs, double Accuracy);
