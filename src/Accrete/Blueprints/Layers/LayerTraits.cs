namespace Accrete.Blueprints.Layers;

/// <summary>Properties that all layers of one kind have, apart from their shapes.</summary>
[Flags]
public enum LayerTraits
{
    /// <summary>The layer has none of the other properties.</summary>
    None = 0,

    /// <summary>
    /// The output is a weighted sum of the input, as in convolutions and linear layers. Such a layer needs as much
    /// working memory as its input and output take.
    /// </summary>
    WeighedSum = 1,

    /// <summary>The layer sums over its input channels and makes new ones, whose number is its width.</summary>
    NewChannels = 2,

    /// <summary>The output shares the memory of the input and only has another shape.</summary>
    View = 4,

    /// <summary>The layer is an activation function: measurements on activations are made at its output.</summary>
    Activation = 8,

    /// <summary>The layer uses random numbers in train mode.</summary>
    Random = 16,

    /// <summary>
    /// The backward pass does not read the layer's output, so that an activation behind it may overwrite it.
    /// </summary>
    OverwritableOutput = 32,

    /// <summary>If the input is never below 0, the output is neither below 0 nor above the largest input.</summary>
    KeepsRange = 64,
}
