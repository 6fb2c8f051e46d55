using System.Text.Json.Serialization;

namespace Accrete.Costs;

/// <summary>The purpose of work.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Purpose>))]
public enum Purpose
{
    /// <summary>Forward passes of training steps, including the making of their batches.</summary>
    Forward,

    /// <summary>Backward passes of training steps, and the updates of the weights.</summary>
    Backward,

    /// <summary>Forward passes on test images.</summary>
    Evaluation,

    /// <summary>Measuring receipts, and which channels are used.</summary>
    Probes,

    /// <summary>Measuring the statistics of new norms.</summary>
    Calibration,

    /// <summary>Making grown and pruned networks, and images of another size.</summary>
    Growth,

    /// <summary>
    /// Work that led to nothing: steps that were lost when a run was killed, tests that were stopped halfway, steps
    /// that were timed for a budget.
    /// </summary>
    Discarded,
}
