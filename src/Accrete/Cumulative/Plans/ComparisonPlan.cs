using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>What a recipe wants to be compared with.</summary>
public sealed record ComparisonPlan
{
    /// <summary>Epochs of training from scratch; when not given, those of all stages together.</summary>
    [
        Description("number of epochs for which the arm scratch trains; without it, as many as all stages together"),
        Range(1e-3, 1e6)
    ]
    public double? ScratchEpochs { get; init; }
}
