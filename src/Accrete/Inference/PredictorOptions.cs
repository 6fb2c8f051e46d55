namespace Accrete.Inference;

/// <summary>How a <see cref="Predictor"/> classifies.</summary>
public sealed record PredictorOptions
{
    /// <summary>How many of the likeliest classes a prediction names; 1 at first.</summary>
    public int Top { get; init; } = 1;

    /// <summary>
    /// Images of files that go through the network at once; 64 at first, and fewer where their activations are large.
    /// </summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Says how far each image is to be trusted; null for nobody. It stays the caller's.</summary>
    public IInputCheck? Check { get; init; }
}
