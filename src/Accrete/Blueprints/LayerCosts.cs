using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>A layer within a blueprint, with its shapes, parameters and compute.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
/// <param name="Output">The shape of its output.</param>
/// <param name="Parameters">Its parameters and buffers.</param>
/// <param name="ForwardMacs">The multiply-accumulates of a forward pass of one image.</param>
/// <param name="TrainingMacs">The multiply-accumulates of one image in a training step: forward, weight gradient and,
/// unless the layer reads the image, input gradient.</param>
public sealed record LayerCosts(
    Layer Layer,
    IReadOnlyList<ImageShape> Inputs,
    ImageShape Output,
    IReadOnlyList<ParameterSpec> Parameters,
    long ForwardMacs,
    long TrainingMacs
)
{
    /// <summary>About how many operations one image takes, forward.</summary>
    internal long Operations => Layer.Operations(Inputs, Output);
}
