using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>Checks how suspicious images are, before a prediction is trusted.</summary>
public interface IInputCheck
{
    /// <summary>Checks images.</summary>
    /// <param name="pixels">The pixels, float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <returns>One result for each image.</returns>
    IReadOnlyList<InputCheck> Check(Tensor pixels);
}
