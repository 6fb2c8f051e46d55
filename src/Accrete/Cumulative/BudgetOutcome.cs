using Accrete.Costs;

namespace Accrete.Cumulative;

/// <summary>The budget of a run, and what was spent of it.</summary>
/// <param name="Asked">The budget.</param>
/// <param name="Spent">What the run spent, in the same unit.</param>
/// <param name="Source">The source of the energy: a meter, or "modelled"; null for time and
/// multiply-accumulates.</param>
public sealed record BudgetOutcome(Budget Asked, Budget Spent, string? Source);
