using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Accrete.Cumulative.Plans;

/// <summary>The architecture that the stages are members of.</summary>
public sealed record NetworkPlan
{
    /// <summary>The architecture.</summary>
    [Description("architecture")]
    public string Name { get; init; } = "vgg-small";

    /// <summary>Factor on every width, on top of the stages' own.</summary>
    [Description("factor on every width"), Range(0.01, 100)]
    public double Width { get; init; } = 1;
}
