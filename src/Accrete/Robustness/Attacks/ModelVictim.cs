using Accrete.Blueprints;
using Accrete.Costs;
using Accrete.Inference;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Robustness.Attacks;

/// <summary>
/// A model as an attack sees it: in eval mode and float32, with its normalization. Images of another size are resized
/// as in training, where each pixel becomes the mean of the area that it covers, so that all networks of a lineage take
/// the same images. Logits are on the device of the pixels, wherever the network runs.
/// </summary>
public sealed class ModelVictim : IVictim, IDisposable
{
    private const int Most = 65_536;

    private readonly Network network;
    private readonly Tensor mean;
    private readonly Tensor deviation;

    /// <param name="model">The model; its network is copied, so that it is not changed by the attack.</param>
    public ModelVictim(Model model)
    {
        network = model.Network.CopyInFullPrecision();
        network.IsTraining = false;
        foreach (var (_, parameter) in network.Learned)
        {
            // Attacks ask for the gradient of pixels only.
            parameter.requires_grad = false;
        }

        mean = Channels(model.Preprocessing.Mean);
        deviation = Channels(model.Preprocessing.Deviation);
    }

    /// <summary>Gets the architecture.</summary>
    public Blueprint Blueprint => network.Blueprint;

    /// <inheritdoc/>
    public Tensor Logits(Tensor pixels)
    {
        var most = is_grad_enabled() ? pixels.shape[0] : CostLimits.Batch(network, Most);
        return pixels.shape[0] <= most ? All(pixels) : cat([.. pixels.split(most).Select(All)]);
    }

    /// <inheritdoc/>
    public int MostAtOnce => CostLimits.Batch(network, Most, gradients: true);

    /// <summary>Computes the outputs of some layers, through which gradients flow back to the pixels.</summary>
    /// <param name="pixels">The pixels: float32 <c>[N, C, H, W]</c> from 0 to 1.</param>
    /// <param name="layers">The names of the layers.</param>
    public IReadOnlyDictionary<string, Tensor> Observe(Tensor pixels, IReadOnlyCollection<string> layers) =>
        network.Observe(Prepared(pixels), layers).ToDictionary(o => o.Key, o => o.Value.to(pixels.device));

    /// <inheritdoc/>
    public void Dispose()
    {
        network.Dispose();
        mean.Dispose();
        deviation.Dispose();
    }

    private Tensor All(Tensor pixels) => network.Forward(Prepared(pixels)).to(pixels.device);

    private Tensor Prepared(Tensor pixels)
    {
        var (height, width) = (Blueprint.Input.Height, Blueprint.Input.Width);
        var sized =
            pixels.shape[2] == height && pixels.shape[3] == width
                ? pixels
                : nn.functional.interpolate(pixels, [height, width], mode: InterpolationMode.Area);
        return (sized.to(network.Device) - mean) / deviation;
    }

    private Tensor Channels(IReadOnlyList<float> values) =>
        tensor([.. values], [1, values.Count, 1, 1], device: network.Device).DetachFromDisposeScope();
}
