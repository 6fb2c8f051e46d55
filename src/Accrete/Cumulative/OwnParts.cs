using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>
/// Parts that a program supplies instead of those that a plan names. The run folder does not store them: to resume the
/// run, supply the same parts again.
/// </summary>
public sealed record OwnParts
{
    /// <summary>
    /// Gets the function that makes the optimizer of a network from the plan's settings and the state of the optimizer
    /// before it; null for the plan's optimizer.
    /// </summary>
    public Func<Network, OptimiserSettings, OptimiserState?, IOptimizer>? Optimizer { get; init; }

    /// <summary>
    /// Gets the criterion by which channels are pruned, if the plan prunes; null for the plan's criterion.
    /// </summary>
    public ICriterion? Criterion { get; init; }

    internal IOptimizer OptimizerOf(Network network, OptimiserSettings settings, OptimiserState? memory) =>
        Optimizer?.Invoke(network, settings, memory) ?? new Optimiser(network, settings, memory);
}
