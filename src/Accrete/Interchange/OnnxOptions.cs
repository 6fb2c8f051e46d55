namespace Accrete.Interchange;

/// <summary>Options of <see cref="OnnxFile"/>.</summary>
/// <param name="NormalisationInside">Whether the network takes pixels, uint8 <c>[N, C, H, W]</c>, and normalizes them
/// itself. Otherwise it takes normalized images, float32 <c>[N, C, H, W]</c>.</param>
/// <param name="FoldNorms">Whether the scale and shift of a norm are merged into the convolution or linear layer right
/// before it, if nothing else reads that layer.</param>
public sealed record OnnxOptions(bool NormalisationInside = false, bool FoldNorms = false);
