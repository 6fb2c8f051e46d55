using Accrete.Blueprints;
using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Tests.Growth;

/// <summary>Networks of real size whose logits have a sensible scale, as those of trained ones have.</summary>
/// <remarks>
/// Statistics drawn at random, as <see cref="RandomNetworks"/> has them, are wrong by some factor in every norm, and
/// over a hundred layers such factors let the signal vanish or explode: then all logits are the last bias, or not
/// finite, and whatever is compared is equal. So weights are fresh, scales and shifts random, and statistics those of
/// some images.
/// </remarks>
internal static class CalibratedNetworks
{
    private const int CalibrationImages = 8;

    // Of the newest batch, what running statistics take in: PyTorch's usual momentum.
    private const double Momentum = 0.1;

    /// <param name="blueprint">The architecture.</param>
    /// <param name="images">Normalised images that give the statistics; random numbers when not given.</param>
    /// <param name="seed">Decides all else.</param>
    public static Network Make(Blueprint blueprint, Tensor? images = null, int seed = 1)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed + 1);
        // Dropout would hide what a transformation changes.
        var network = new Network(blueprint, new Seed((ulong)seed)) { DropsOut = false };
        foreach (var (name, tensor) in network.State.Where(s => s.Value.dim() == 1))
        {
            tensor.copy_(
                name.EndsWith(".bias", StringComparison.Ordinal) ? 0.2 * randn(tensor.shape[0], generator: generator)
                : name.EndsWith(".weight", StringComparison.Ordinal) ? 0.5 + rand(tensor.shape[0], generator: generator)
                : zeros(tensor.shape[0])
            );
        }

        // Begun at 0, they are afterwards the momentum's part of this batch's.
        network.IsTraining = true;
        network.Forward(images ?? RandomNetworks.Images(blueprint, CalibrationImages, seed, ScalarType.Float32));
        foreach (var (_, statistic) in network.State.Where(s => s.Key.Contains(".running_", StringComparison.Ordinal)))
        {
            statistic.div_(Momentum);
        }

        network.IsTraining = false;
        return network;
    }
}
