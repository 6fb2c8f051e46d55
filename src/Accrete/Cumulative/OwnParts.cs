using Accrete.Networks;
using Accrete.Pruning;
using Accrete.Training;

namespace Accrete.Cumulative;

/// <summary>
/// Parts that a program puts in the place of those that a plan names. A run that goes on needs the same ones again: its
/// folder does not hold them.
/// </summary>
public sealed record OwnParts
{
    /// <summary>
    /// Makes the optimizer of a network, from the plan's settings and the state of the optimizer before it; null for
    /// the plan's.
    /// </summary>
    public Func<Network, OptimiserSettings, OptimiserState?, IOptimizer>? Optimizer { get; init; }

    /// <summary>Says which channels matter, where the plan prunes; null for the plan's criterion.</summary>
    public ICriterion? Criterion { get; init; }

    internal IOptimizer OptimizerOf(Network network, OptimiserSettings settings, OptimiserState? memory) =>
        Optimizer?.Invoke(network, settings, memory) ?? new Optimiser(network, settings, memory);
}
