using Accrete.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>TorchSharp's optimiser for one network, with its memory readable by parameter name.</summary>
internal sealed class Optimiser : IOptimizer
{
    private readonly OptimizerHelper rule;

    // In the order of the optimiser's parameters.
    private readonly IReadOnlyList<Block> blocks;

    /// <param name="network">Whose weights it changes.</param>
    /// <param name="settings">How.</param>
    /// <param name="memory">What an earlier optimiser remembered; copied.</param>
    public Optimiser(Network network, OptimiserSettings settings, OptimiserState? memory = null)
    {
        // One-axis parameters (norms, biases) are not decayed: they do not make a network complex.
        var (decayed, others) =
            settings.Kind == OptimiserKind.Sgd
                ? (new[] { Packed(network, network.Kernels) }, new[] { Packed(network, network.Vectors) })
                : (Single(network, network.Kernels), Single(network, network.Vectors));
        blocks = [.. decayed, .. others];
        rule = settings.Kind == OptimiserKind.Sgd ? Sgd(decayed, others, settings) : Adam(decayed, others, settings);
        if (memory is not null)
        {
            Remember(memory);
        }
    }

    /// <inheritdoc/>
    public void SetRate(double rate)
    {
        foreach (var group in rule.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

    /// <inheritdoc/>
    public void Update()
    {
        using var scope = NewDisposeScope();
        rule.step();
        foreach (var block in blocks)
        {
            block.Values.grad?.zero_();
        }
    }

    /// <inheritdoc/>
    public OptimiserState CopyState()
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        return new OptimiserState(
            blocks
                .Zip(States())
                .SelectMany(b => b.First.Names.Select(name => (name, Moments(b.First, name, b.Second))))
                .ToDictionary()
        );
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rule.Dispose();
        foreach (var block in blocks.Where(b => b.Pack is not null))
        {
            block.Values.Dispose();
        }
    }

    // What happens to all numbers alike happens to all at once. The gradient of each parameter becomes a part of a
    // packed one.
    private static Block Packed(Network network, PackedTensors pack)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var values = new Parameter(pack.All.detach());
        values.DetachFromDisposeScope();
        var gradient = zeros_like(values);
        values.grad = gradient;
        foreach (var (name, parameter) in network.Learned.Where(p => pack.Names.Contains(p.Name)))
        {
            parameter.grad = pack.Part(gradient, name);
        }

        return new Block(values, [.. pack.Names], pack);
    }

    // AdamW corrects each parameter by its own number of steps, and those of new layers are younger.
    private static Block[] Single(Network network, PackedTensors pack) =>
        [.. network.Learned.Where(p => pack.Names.Contains(p.Name)).Select(p => new Block(p.Value, [p.Name], null))];

    private static SGD Sgd(Block[] decayed, Block[] others, OptimiserSettings settings) =>
        optim.SGD(
            [
                new SGD.ParamGroup(
                    decayed.Select(p => p.Values),
                    lr: settings.Rate,
                    weight_decay: settings.Decay,
                    momentum: settings.Momentum,
                    nesterov: settings.Nesterov && settings.Momentum > 0
                ),
                new SGD.ParamGroup(
                    others.Select(p => p.Values),
                    lr: settings.Rate,
                    weight_decay: 0,
                    momentum: settings.Momentum,
                    nesterov: settings.Nesterov && settings.Momentum > 0
                ),
            ],
            settings.Rate
        );

    private static AdamW Adam(Block[] decayed, Block[] others, OptimiserSettings settings) =>
        optim.AdamW(
            [
                new AdamW.ParamGroup(
                    decayed.Select(p => p.Values),
                    lr: settings.Rate,
                    beta1: settings.Momentum,
                    weight_decay: settings.Decay
                ),
                new AdamW.ParamGroup(
                    others.Select(p => p.Values),
                    lr: settings.Rate,
                    beta1: settings.Momentum,
                    weight_decay: 0
                ),
            ],
            settings.Rate
        );

    private static ParameterMoments Moments(Block block, string name, OptimizerState state) =>
        state switch
        {
            SGD.State sgd => new ParameterMoments(
                0,
                sgd.momentum_buffer is { } momentum ? block.Part(momentum, name).clone() : null,
                null
            ),
            AdamW.State adam => new ParameterMoments(
                adam.step,
                block.Part(adam.exp_avg, name).clone(),
                block.Part(adam.exp_avg_sq, name).clone()
            ),
            _ => throw new NotSupportedException(state.GetType().Name),
        };

    private List<OptimizerState> States() => rule.state_dict().State;

    private void Remember(OptimiserState memory)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (block, state) in blocks.Zip(States()))
        {
            foreach (var name in block.Names.Where(memory.Moments.ContainsKey))
            {
                Remember(block, name, state, memory.Moments[name]);
            }
        }
    }

    private static void Remember(Block block, string name, OptimizerState state, ParameterMoments moments)
    {
        switch (state)
        {
            case SGD.State sgd when moments.First is not null:
                // For a parameter that it does not remember, 0 is what SGD begins with.
                sgd.momentum_buffer ??= zeros_like(block.Values).DetachFromDisposeScope();
                block.Part(sgd.momentum_buffer, name).copy_(moments.First);
                break;
            case AdamW.State adam when moments is { First: not null, Second: not null }:
                adam.step = moments.Step;
                adam.exp_avg.copy_(moments.First);
                adam.exp_avg_sq.copy_(moments.Second);
                break;
        }
    }

    /// <summary>What the optimiser takes for one parameter: one of the network's, or all of a kind, packed.</summary>
    private sealed record Block(Parameter Values, IReadOnlyList<string> Names, PackedTensors? Pack)
    {
        public Tensor Part(Tensor values, string name) => Pack?.Part(values, name) ?? values;
    }
}
