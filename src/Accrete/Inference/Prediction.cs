namespace Accrete.Inference;

/// <summary>What a network says of one image.</summary>
/// <param name="File">The image file, or what the image was called.</param>
/// <param name="Top">The likeliest classes, likeliest first; empty when the file could not be read.</param>
/// <param name="Problem">Why the file could not be read, naming it; null when it could.</param>
public sealed record Prediction(string File, IReadOnlyList<ClassConfidence> Top, string? Problem = null)
{
    /// <summary>How far the image is to be trusted; null where nobody was asked.</summary>
    public InputCheck? Check { get; init; }
}
