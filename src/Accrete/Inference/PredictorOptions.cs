namespace Accrete.Inference;

/// <summary>Options of a <see cref="Predictor"/>.</summary>
public sealed record PredictorOptions
{
    /// <summary>Gets the number of most likely classes that a prediction names; 1 by default.</summary>
    public int Top { get; init; } = 1;

    /// <summary>
    /// Gets the number of images of files that pass through the network at once; 64 by default, and fewer if their
    /// activations are large.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Gets the check of how suspicious each image is; null for none. It stays the caller's.</summary>
    public IInputCheck? Check { get; init; }
}
