using static TorchSharp.torch;

namespace Accrete.Inference;

/// <summary>Says how far images are to be trusted before a class is believed.</summary>
public interface IInputCheck
{
    /// <summary>Checks images.</summary>
    /// <param name="pixels">float32 <c>[N, C, H, W]</c>, from 0 to 1.</param>
    /// <returns>What it finds, one for each.</returns>
    IReadOnlyList<InputCheck> Check(Tensor pixels);
}
