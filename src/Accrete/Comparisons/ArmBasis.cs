using Accrete.Blueprints;
using Accrete.Cumulative;
using Accrete.Cumulative.Plans;
using Accrete.Datasets;

namespace Accrete.Comparisons;

/// <summary>What the plan of an arm is made from.</summary>
/// <param name="Plan">The cumulative plan, with the arm's seed.</param>
/// <param name="Data">The images.</param>
/// <param name="Target">The network that the plan grows towards, in full width.</param>
/// <param name="Cumulative">The cumulative run of the same seed; null for arms that do not need it.</param>
internal sealed record ArmBasis(Plan Plan, Dataset Data, Blueprint Target, RunOutcome? Cumulative);
