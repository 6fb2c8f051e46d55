using static TorchSharp.torch;

namespace Accrete.Growth;

/// <summary>What one network answers to the images of a <see cref="ReceiptProbe"/>.</summary>
/// <param name="Eval">Logits <c>[N, classes]</c> in eval mode.</param>
/// <param name="Train">The same in train mode.</param>
internal sealed record ProbedLogits(Tensor Eval, Tensor Train);
