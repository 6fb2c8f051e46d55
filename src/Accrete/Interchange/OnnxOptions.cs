namespace Accrete.Interchange;

/// <summary>How a network is written as ONNX.</summary>
/// <param name="NormalisationInside">
/// Whether the network takes pixels as they are, <c>[N, C, H, W]</c> of uint8, and normalises them itself; else it
/// takes normalised images of float32.
/// </param>
/// <param name="FoldNorms">
/// Whether the scale and shift of a norm become part of the convolution or linear layer right before it, where nothing
/// else reads that one.
/// </param>
public sealed record OnnxOptions(bool NormalisationInside = false, bool FoldNorms = false);
