using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>What work was done for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Purpose>))]
public enum Purpose
{
    /// <summary>Forward passes of training steps, with their batches.</summary>
    Forward,

    /// <summary>Backward passes of training steps, and the updates of the weights.</summary>
    Backward,

    /// <summary>Forward passes on test images.</summary>
    Evaluation,

    /// <summary>Measuring receipts, and which channels matter.</summary>
    Probes,

    /// <summary>Measuring the statistics of new norms.</summary>
    Calibration,

    /// <summary>Making grown and pruned networks, and images of another size.</summary>
    Growth,

    /// <summary>
    /// What led to nothing: steps that were lost when a run was killed, tests that were stopped halfway, timing.
    /// </summary>
    Discarded,
}
