using static TorchSharp.torch;

namespace Accrete.Networks;

/// <summary>The moments of the gradients of one parameter, as an optimizer keeps them.</summary>
/// <param name="Step">The number of steps that went into the moments.</param>
/// <param name="First">The first moment: the running sum or mean of the gradient (SGD's momentum, Adam's m), in the
/// parameter's shape; null before the first step.</param>
/// <param name="Second">The second moment: the running mean of the squared gradient (Adam's v); null if the optimizer
/// keeps none.</param>
public sealed record ParameterMoments(long Step, Tensor? First, Tensor? Second);
