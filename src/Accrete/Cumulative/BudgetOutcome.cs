using Accrete.Costs;

namespace Accrete.Cumulative;

/// <summary>What a run was to take, and what it took.</summary>
/// <param name="Asked">The budget.</param>
/// <param name="Spent">What the run took of it, in the same unit.</param>
/// <param name="Source">What counted energy: a meter, or "modelled"; null for time and multiply-accumulates.</param>
public sealed record BudgetOutcome(Budget Asked, Budget Spent, string? Source);
