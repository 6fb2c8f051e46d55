using Accrete.Blueprints.Layers;

namespace Accrete.Blueprints;

/// <summary>A layer in its place: what it takes, gives, holds and costs, known without any weights.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The shapes that it reads.</param>
/// <param name="Output">The shape that it gives.</param>
/// <param name="Parameters">Its parameters and buffers.</param>
/// <param name="ForwardMacs">Multiply-accumulates for one image, forward.</param>
/// <param name="TrainingMacs">The same for one image of a training step: forward, weight gradient and, unless it reads
/// the image, input gradient.</param>
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
