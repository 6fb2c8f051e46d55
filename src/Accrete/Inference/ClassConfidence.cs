namespace Accrete.Inference;

/// <summary>The confidence of a network in one class.</summary>
/// <param name="Class">The name of the class.</param>
/// <param name="Confidence">The softmax of its logit, from 0 to 1.</param>
public sealed record ClassConfidence(string Class, double Confidence);
