using static TorchSharp.torch;

namespace Accrete.Datasets;

/// <summary>
/// A batch: images that are prepared for a network, and their labels. The maker of the batch owns the tensors.
/// </summary>
/// <param name="images">The normalized images, <c>[B, C, H, W]</c>, with channels-last strides.</param>
/// <param name="labels">The labels, int64 <c>[B]</c>.</param>
public sealed class Batch(Tensor images, Tensor labels)
{
    /// <summary>
    /// Gets the normalized images, <c>[B, C, H, W]</c>, with channels-last strides. Do not dispose of the tensor or
    /// change it.
    /// </summary>
    public Tensor Images { get; } = images;

    /// <summary>Gets the labels, int64 <c>[B]</c>. Do not dispose of the tensor or change it.</summary>
    public Tensor Labels { get; } = labels;

    /// <summary>Gets the indices of the images in the data set; empty if they are not known.</summary>
    public IReadOnlyList<int> Indices { get; internal set; } = [];

    /// <summary>
    /// Gets the weight of each image in the loss; null if all have the same weight and their single losses are not
    /// needed.
    /// </summary>
    public IReadOnlyList<float>? Weights { get; internal set; }
}
