using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>When the network is tested; at the end of each stage it always is.</summary>
public sealed record EvaluationPlan
{
    /// <summary>Epochs between two tests within a stage; 0 for none.</summary>
    [Description("number of epochs between two tests within a stage; 0 tests only at its end"), Range(0, 1_000_000)]
    public int EveryEpochs { get; init; } = 2;
}
