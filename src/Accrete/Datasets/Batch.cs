using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>Images prepared for a network, and their labels. The tensors belong to whatever made the batch.</summary>
/// <param name="images"><c>[B, C, H, W]</c>, normalised, with channels-last strides.</param>
/// <param name="labels">int64 <c>[B]</c>.</param>
public sealed class Batch(Tensor images, Tensor labels)
{
    /// <summary><c>[B, C, H, W]</c>, normalised, with channels-last strides; do not dispose or change it.</summary>
    public Tensor Images { get; } = images;

    /// <summary>int64 <c>[B]</c>; do not dispose or change it.</summary>
    public Tensor Labels { get; } = labels;

    /// <summary>Which images of the set they are; empty where that is not known.</summary>
    public IReadOnlyList<int> Indices { get; internal set; } = [];

    /// <summary>How much each image counts; null where all count the same, and nobody asks for their losses.</summary>
    public IReadOnlyList<float>? Weights { get; internal set; }
}
