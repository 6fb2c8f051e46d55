using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>The parameters of one layer, as its operation asks for them.</summary>
/// <param name="State">All parameters and buffers of the network by name.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Compute">The type in which products are computed.</param>
/// <param name="Training">Whether batch statistics are used and running ones updated.</param>
/// <param name="DropsOut">Whether dropout sets numbers to 0.</param>
/// <param name="InPlace">Whether the input's memory may be written over.</param>
internal readonly record struct LayerTensors(
    IReadOnlyDictionary<string, Tensor> State,
    string Layer,
    ScalarType Compute,
    bool Training,
    bool DropsOut,
    bool InPlace
)
{
    /// <summary>A parameter as it is stored.</summary>
    public Tensor Stored(string name) => State[$"{Layer}.{name}"];

    /// <summary>A parameter in the type of the products; the gradient goes to the stored one.</summary>
    public Tensor Cast(string name) => Stored(name).to_type(Compute);

    /// <summary>The same, or null when the layer has no such parameter.</summary>
    public Tensor? CastIfAny(string name) => State.ContainsKey($"{Layer}.{name}") ? Cast(name) : null;
}
