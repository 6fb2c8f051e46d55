using Accrete.Networks;
using Accrete.Training;
using static TorchSharp.torch;

/// <summary>
/// An optimizer: every weight moves by the learning rate against the sign of its mean gradient (Bernstein et al.,
/// 2018).
/// </summary>
internal sealed class SignDescent : IOptimizer
{
    // An update has the size of the rate, whatever that of the gradient.
    private const double Scale = 0.01;

    private readonly Network network;
    private readonly double momentum;
    private readonly Dictionary<string, Tensor> means = [];
    private double rate;
    private long steps;

    public SignDescent(Network network, OptimiserSettings settings, OptimiserState? memory)
    {
        (this.network, momentum) = (network, settings.Momentum);
        using var nothing = no_grad();
        foreach (var (name, weights) in network.Learned)
        {
            var earlier = memory?.Moments.GetValueOrDefault(name)?.First;
            means[name] = (earlier?.clone() ?? zeros_like(weights)).DetachFromDisposeScope();
            weights.grad = zeros_like(weights);
        }
    }

    public void SetRate(double rate) => this.rate = rate;

    public void Update()
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        steps++;
        foreach (var (name, weights) in network.Learned)
        {
            means[name].mul_(momentum).add_(weights.grad! * (1 - momentum));
            weights.sub_(means[name].sign() * (Scale * rate));
            weights.grad!.zero_();
        }
    }

    public OptimiserState CopyState() =>
        new(means.ToDictionary(m => m.Key, m => new ParameterMoments(steps, m.Value.clone(), null)));

    public void Dispose()
    {
        foreach (var mean in means.Values)
        {
            mean.Dispose();
        }
    }
}
