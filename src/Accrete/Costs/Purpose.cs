using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>What work was done for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Purpose>))]
public enum Purpose
{
    /// <summary>Forward and backward passes that changed weights.</summary>
    Training,

    /// <summary>Forward passes on test images.</summary>
    Evaluation,

    /// <summary>Growth: calibrating new norms and measuring receipts.</summary>
    Growth,

    /// <summary>Measuring which channels matter.</summary>
    Pruning,
}
