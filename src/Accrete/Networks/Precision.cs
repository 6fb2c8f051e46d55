namespace Accrete.Networks;

/// <summary>
/// The precision of a network's computation. Weights, statistics and logits are float32 in both cases.
/// </summary>
public enum Precision
{
    /// <summary>Everything is float32.</summary>
    Float32,

    /// <summary>Activations and products are bfloat16, computed from float32 master weights.</summary>
    BFloat16,
}
