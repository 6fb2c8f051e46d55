using Accrete.Cumulative.Plans;

namespace Accrete.Comparisons;

/// <summary>One way of training that is compared.</summary>
/// <param name="Name">As in files and tables: <c>scratch-equal-compute</c>.</param>
/// <param name="Meaning">What it trains, for people.</param>
/// <param name="PlanOf">Its plan, from what it is compared with.</param>
internal sealed record Arm(string Name, string Meaning, Func<ArmBasis, Plan> PlanOf)
{
    /// <summary>Whether its plan depends on what the cumulative run of the same seed spent and made.</summary>
    public bool NeedsCumulative { get; init; }

    /// <summary>Whether it trains something that no other arm of a cumulative plan does.</summary>
    public Func<Plan, bool> Differs { get; init; } = _ => true;
}
