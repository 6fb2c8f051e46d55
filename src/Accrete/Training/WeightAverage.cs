using Accrete.Networks;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>A running mean of the weights and statistics of a network while it is trained.</summary>
/// <remarks>
/// The mean begins short and gets longer, so that the first weights are soon forgotten: after n steps the decay is at
/// most (1 + n) / (10 + n).
/// </remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly Network trained;
    private readonly double decay;

    /// <param name="trained">The network that is trained; it stays the caller's.</param>
    /// <param name="decay">What the mean keeps in a step, from 0 to below 1.</param>
    /// <param name="earlier">The mean of earlier steps, copied; the network's weights when not given.</param>
    public WeightAverage(Network trained, double decay, IReadOnlyDictionary<string, Tensor>? earlier = null)
    {
        (this.trained, this.decay) = (trained, decay);
        Network = trained.With(trained.Blueprint, earlier ?? trained.State);
    }

    /// <summary>The network with the mean of the weights; it belongs to this object.</summary>
    public Network Network { get; }

    /// <summary>Takes the weights after a step into the mean.</summary>
    /// <param name="steps">How many steps were done.</param>
    public void Update(long steps)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var fresh = 1 - Math.Min(decay, (1.0 + steps) / (10.0 + steps));
        foreach (var (mean, weights) in Network.Packs.Zip(trained.Packs))
        {
            mean.All.lerp_(weights.All, fresh);
        }
    }

    /// <summary>Gives the network that was trained the mean of its weights.</summary>
    public void GiveBack()
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (mean, weights) in Network.Packs.Zip(trained.Packs))
        {
            weights.All.copy_(mean.All);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
