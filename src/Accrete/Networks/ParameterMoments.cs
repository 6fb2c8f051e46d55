using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>What an optimiser remembers of the gradients of one parameter.</summary>
/// <param name="Step">How many steps went into it.</param>
/// <param name="First">Running sum or mean of the gradient (SGD's momentum, Adam's m), in the parameter's shape; null
/// before the first step.</param>
/// <param name="Second">Running mean of its square (Adam's v); null where the optimiser keeps none.</param>
public sealed record ParameterMoments(long Step, Tensor? First, Tensor? Second);
