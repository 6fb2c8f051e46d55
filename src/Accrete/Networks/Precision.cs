namespace Accrete.Networks;

/// <summary>In which numbers a network computes. Weights, statistics and logits are float32 in both.</summary>
public enum Precision
{
    /// <summary>float32 throughout.</summary>
    Float32,

    /// <summary>Activations and products in bfloat16, from float32 master weights.</summary>
    BFloat16,
}
