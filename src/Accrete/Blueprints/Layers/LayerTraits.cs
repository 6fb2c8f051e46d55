namespace Accrete.Blueprints.Layers;

/// <summary>
/// What is true of all layers of one kind, beside their shapes: what the rest of Accrete asks about a layer.
/// </summary>
[Flags]
public enum LayerTraits
{
    /// <summary>Nothing of what follows.</summary>
    None = 0,

    /// <summary>
    /// Its output is a weighted sum of its input: convolutions and linear layers. Such a layer needs as much working
    /// memory as its input and output take.
    /// </summary>
    WeighedSum = 1,

    /// <summary>
    /// It sums over the input channels, so that its output channels are new ones, whose number is its width.
    /// </summary>
    NewChannels = 2,

    /// <summary>Its output has the memory of its input: it only gives it another shape.</summary>
    View = 4,

    /// <summary>It is the activation behind a layer: what is measured on activations is measured there.</summary>
    Activation = 8,

    /// <summary>In train mode it draws at random.</summary>
    Random = 16,

    /// <summary>Its backward pass does not read its output, which an activation may write over then.</summary>
    OverwritableOutput = 32,

    /// <summary>Where its input is never below 0 its output is not either, nor above the input's largest.</summary>
    KeepsRange = 64,
}
