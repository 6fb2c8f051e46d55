namespace Accrete.Inference;

/// <summary>What is said of an image.</summary>
/// <param name="Top">The likeliest classes, likeliest first.</param>
/// <param name="Check">How far it is to be trusted; null where nobody was asked.</param>
internal readonly record struct Classified(IReadOnlyList<ClassConfidence> Top, InputCheck? Check);
