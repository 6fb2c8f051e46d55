using Accrete.Networks;
using Accrete.Training;
using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>A model as an attack sees it: in eval mode and float32, with its normalisation.</summary>
public sealed class ModelVictim : IVictim, IDisposable
{
    private readonly Network network;
    private readonly Tensor mean;
    private readonly Tensor deviation;

    /// <param name="model">The model; its network is copied, so that what an attack does to modes and numbers stays here.</param>
    public ModelVictim(Model model)
    {
        network = model.Network.Copy();
        network.eval();
        foreach (var (_, parameter) in network.Learned)
        {
            // Attacks ask for the gradient of pixels only.
            parameter.requires_grad = false;
        }

        mean = Channels(model.Preprocessing.Mean);
        deviation = Channels(model.Preprocessing.Deviation);
    }

    /// <inheritdoc/>
    public Tensor Logits(Tensor pixels) => network.forward((pixels - mean) / deviation);

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        mean.Dispose();
        deviation.Dispose();
    }

    private Tensor Channels(IReadOnlyList<float> values) =>
        tensor([.. values], [1, values.Count, 1, 1], device: network.Device).DetachFromDisposeScope();
}
