using Accrete.Costs;
using Accrete.Growth;

namespace Accrete.Cumulative;

/// <summary>Receives the progress of a run.</summary>
public interface IRunObserver
{
    /// <summary>Is called when the network of a stage has been made from that of the stage before.</summary>
    void Grown(Stage stage, IReadOnlyList<Receipt> receipts);

    /// <summary>Is called when a stage was made longer or shorter to fit the run's budget.</summary>
    /// <param name="stage">The stage as it is now.</param>
    /// <param name="spent">What the run is expected to have spent at the end of the stage.</param>
    void Forecast(Stage stage, Budget spent);

    /// <summary>Is called after each training step.</summary>
    void Stepped(TrainingProgress progress);

    /// <summary>Is called when a stage is complete.</summary>
    void Completed(StageOutcome outcome);
}
