namespace Accrete.Blueprints.Layers;

/// <summary>
/// The shapes, parameters and compute of a kind of layer that a program adds to Accrete. Such a layer reads one input
/// and passes each channel on as the same channel, as activations, poolings and norms do; so it grows and is pruned
/// like any other layer.
/// </summary>
public abstract class LayerKind
{
    /// <summary>Gets the name of the kind in blueprints, such as <c>gelu</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the properties that all layers of this kind have.</summary>
    public virtual LayerTraits Traits => LayerTraits.None;

    /// <summary>Computes the shape of the output, which must have as many channels as the input.</summary>
    /// <param name="input">The shape of the input, <c>[C, H, W]</c>.</param>
    /// <param name="settings">The layer's settings by name.</param>
    /// <exception cref="InvalidInputException">Throws if such a layer cannot take such an input.</exception>
    public virtual ImageShape Infer(ImageShape input, IReadOnlyDictionary<string, double> settings) => input;

    /// <summary>
    /// Gets the learned parameters and the buffers. Axes that run over the channels are <see cref="AxisRole.Output"/>;
    /// names begin with the layer's name and a dot.
    /// </summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="input">The shape of the input, <c>[C, H, W]</c>.</param>
    /// <param name="settings">The layer's settings by name.</param>
    public virtual IReadOnlyList<ParameterSpec> Parameters(
        string layer,
        ImageShape input,
        IReadOnlyDictionary<string, double> settings
    ) => [];

    /// <summary>Computes the multiply-accumulates for one image.</summary>
    /// <param name="input">The shape of the input, <c>[C, H, W]</c>.</param>
    /// <param name="output">The shape of the output, <c>[C, H, W]</c>.</param>
    /// <param name="settings">The layer's settings by name.</param>
    public virtual long Macs(ImageShape input, ImageShape output, IReadOnlyDictionary<string, double> settings) => 0;
}
