using System.Text.Json.Serialization;

namespace Accrete.Pruning;

/// <summary>The kinds of criteria that measure the importance of channels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CriterionKind>))]
public enum CriterionKind
{
    /// <summary>No channel is pruned.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Principal components of the inputs of activations (<see cref="PrincipalComponents"/>).</summary>
    [JsonStringEnumMemberName("pca")]
    Pca,

    /// <summary>How often the activation is not 0 (<see cref="ActivationDensity"/>).</summary>
    [JsonStringEnumMemberName("density")]
    Density,

    /// <summary>The L1 norm of the filters (<see cref="FilterNorm"/>).</summary>
    [JsonStringEnumMemberName("l1")]
    L1,

    /// <summary>The scale of the batch norm (<see cref="NormScale"/>).</summary>
    [JsonStringEnumMemberName("gamma")]
    Gamma,

    /// <summary>An estimate of how much the loss would change (<see cref="TaylorExpansion"/>).</summary>
    [JsonStringEnumMemberName("taylor")]
    Taylor,

    /// <summary>Random importance, as a control.</summary>
    [JsonStringEnumMemberName("random")]
    Random,
}
