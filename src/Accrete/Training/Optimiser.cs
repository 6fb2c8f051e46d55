using Accrete.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Accrete.Training;

/// <summary>TorchSharp's optimiser for one network, with its memory readable by parameter name.</summary>
public sealed class Optimiser : IDisposable
{
    private readonly OptimizerHelper rule;
    private readonly IReadOnlyList<(string Name, Parameter Value)> parameters;

    /// <param name="network">Whose weights it changes.</param>
    /// <param name="settings">How.</param>
    /// <param name="memory">What an earlier optimiser remembered; copied.</param>
    public Optimiser(Network network, OptimiserSettings settings, OptimiserState? memory = null)
    {
        // One-axis parameters (norms, biases) are not decayed: they do not make a network complex.
        var decayed = network.Learned.Where(p => p.Value.dim() > 1).ToArray();
        var others = network.Learned.Where(p => p.Value.dim() <= 1).ToArray();
        parameters = [.. decayed, .. others];
        rule = settings.Kind == OptimiserKind.Sgd ? Sgd(decayed, others, settings) : Adam(decayed, others, settings);
        if (memory is not null)
        {
            Remember(memory);
        }
    }

    /// <summary>Sets the learning rate of the next step.</summary>
    public void SetRate(double rate)
    {
        foreach (var group in rule.ParamGroups)
        {
            group.LearningRate = rate;
        }
    }

    /// <summary>Changes the weights by their gradients, and clears those.</summary>
    public void Step()
    {
        using var scope = NewDisposeScope();
        rule.step();
        foreach (var (_, parameter) in parameters)
        {
            parameter.grad?.zero_();
        }
    }

    /// <summary>A copy of what it remembers.</summary>
    public OptimiserState Memory()
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        return new OptimiserState(parameters.Zip(States()).ToDictionary(p => p.First.Name, p => p.Second switch
        {
            SGD.State sgd => new ParameterMoments(0, sgd.momentum_buffer?.clone(), null),
            AdamW.State adam => new ParameterMoments(adam.step, adam.exp_avg.clone(), adam.exp_avg_sq.clone()),
            _ => throw new NotSupportedException(p.Second.GetType().Name),
        }));
    }

    /// <inheritdoc/>
    public void Dispose() => rule.Dispose();

    private static SGD Sgd((string, Parameter Value)[] decayed, (string, Parameter Value)[] others, OptimiserSettings settings) =>
        optim.SGD(
            [
                new SGD.ParamGroup(decayed.Select(p => p.Value), lr: settings.Rate, weight_decay: settings.Decay, momentum: settings.Momentum, nesterov: settings.Nesterov && settings.Momentum > 0),
                new SGD.ParamGroup(others.Select(p => p.Value), lr: settings.Rate, weight_decay: 0, momentum: settings.Momentum, nesterov: settings.Nesterov && settings.Momentum > 0),
            ], settings.Rate);

    private static AdamW Adam((string, Parameter Value)[] decayed, (string, Parameter Value)[] others, OptimiserSettings settings) =>
        optim.AdamW(
            [
                new AdamW.ParamGroup(decayed.Select(p => p.Value), lr: settings.Rate, beta1: settings.Momentum, weight_decay: settings.Decay),
                new AdamW.ParamGroup(others.Select(p => p.Value), lr: settings.Rate, beta1: settings.Momentum, weight_decay: 0),
            ], settings.Rate);

    private List<OptimizerState> States() => rule.state_dict().State;

    private void Remember(OptimiserState memory)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        foreach (var ((name, parameter), state) in parameters.Zip(States()))
        {
            if (!memory.Moments.TryGetValue(name, out var moments))
            {
                continue;
            }

            switch (state)
            {
                case SGD.State sgd when moments.First is not null:
                    sgd.momentum_buffer?.Dispose();
                    sgd.momentum_buffer = Like(parameter, moments.First).DetachFromDisposeScope();
                    break;
                case AdamW.State adam when moments is { First: not null, Second: not null }:
                    adam.step = moments.Step;
                    adam.exp_avg.copy_(moments.First);
                    adam.exp_avg_sq.copy_(moments.Second);
                    break;
            }
        }
    }

    // In the parameter's memory order, so that a restored optimiser adds in the same order as one that never stopped.
    private static Tensor Like(Parameter parameter, Tensor values) => empty_like(parameter).detach().copy_(values);
}
