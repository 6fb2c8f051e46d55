namespace Accrete.Inference;

/// <summary>The prediction for one image.</summary>
/// <param name="File">The image file, or the name of the image.</param>
/// <param name="Top">The most likely classes, most likely first; empty if the file could not be read.</param>
/// <param name="Problem">The reason why the file could not be read, which names the file; null if it could be
/// read.</param>
public sealed record Prediction(string File, IReadOnlyList<ClassConfidence> Top, string? Problem = null)
{
    /// <summary>Gets the result of checking the image; null if it was not checked.</summary>
    public InputCheck? Check { get; init; }
}
