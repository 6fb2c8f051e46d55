using System.Text.Json.Serialization;

namespace Accrete.Training;

/// <summary>The kinds of built-in optimizers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OptimiserKind>))]
public enum OptimiserKind
{
    /// <summary>Stochastic gradient descent with momentum; weight decay is part of the gradient.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    [JsonStringEnumMemberName("adamw")]
    AdamW,
}
