using static TorchSharp.torch;

namespace Accrete.Files.Tensors;

/// <summary>What a safetensors file holds; it owns its tensors.</summary>
/// <param name="Tensors">The tensors by name, in the order of the file.</param>
/// <param name="Metadata">Texts by name.</param>
internal sealed record SafeTensorsContent(
    IReadOnlyDictionary<string, Tensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata
) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
