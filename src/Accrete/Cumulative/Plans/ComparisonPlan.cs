using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>The part of a plan that configures comparisons.</summary>
public sealed record ComparisonPlan
{
    /// <summary>
    /// Gets the number of epochs of training from scratch; null for as many as all stages have together.
    /// </summary>
    [
        Description("number of epochs for which the arm scratch trains; without it, as many as all stages together"),
        Range(1e-3, 1e6)
    ]
    public double? ScratchEpochs { get; init; }
}
