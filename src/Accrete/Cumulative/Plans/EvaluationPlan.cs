using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>
/// The part of a plan that says when the network is tested. It is always tested at the end of each stage.
/// </summary>
public sealed record EvaluationPlan
{
    /// <summary>Gets the number of epochs between two tests within a stage; 0 tests only at its end.</summary>
    [Description("number of epochs between two tests within a stage; 0 tests only at its end"), Range(0, 1_000_000)]
    public int EveryEpochs { get; init; } = 2;
}
