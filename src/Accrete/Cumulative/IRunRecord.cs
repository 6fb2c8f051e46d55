using Accrete.Costs;
using Accrete.Inference;
using static TorchSharp.torch;

namespace Accrete.Cumulative;

/// <summary>Where a run is written as it goes, and taken up again.</summary>
internal interface IRunRecord
{
    /// <summary>The newest checkpoint, its tensors on a device; null when the run has to begin.</summary>
    Checkpoint? Newest(Device device);

    /// <summary>Replaces the checkpoint.</summary>
    void Save(Checkpoint checkpoint);

    /// <summary>Notes how much work was done, in case what was done since the checkpoint is lost.</summary>
    void Mark(LedgerEntry total);

    /// <summary>Appends a line of metrics.</summary>
    void Log(MetricsLine line);

    /// <summary>Keeps the network of a complete stage, which is the caller's, and the outcome so far.</summary>
    void Complete(StageOutcome stage, Model model, RunOutcome soFar);

    /// <summary>Keeps the last network, which is the caller's, and the whole outcome.</summary>
    void Finish(RunOutcome outcome, Model model);
}
